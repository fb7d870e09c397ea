using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.EventStore;
using Marten;

namespace Center.Projections.People;

/// <summary>
/// Finds out who may act for whom, by the records that count. In a transaction it folds the streams that the transaction
/// decides on, so that whoever holds the centre's admission lock never acts on a consent that was withdrawn.
/// </summary>
/// <param name="read">Reads a record; <see cref="PersonDecider.Initial"/> when there is none.</param>
public sealed class Ties(Func<PersonId, Task<Person>> read)
{
    /// <summary>Within a transaction.</summary>
    /// <param name="work">The transaction.</param>
    public static Ties In(Work work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return new Ties(async person =>
            (await work.FoldAsync(PersonView.StreamOf(person), PersonDecider.Initial, PersonDecider.Evolve)).State
        );
    }

    /// <summary>For an answer that changes nothing.</summary>
    /// <param name="session">Session of the centre.</param>
    public static Ties In(IQuerySession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new Ties(async person =>
            (await session.LoadAsync<PersonRow>(person.ToString()))?.Person ?? PersonDecider.Initial
        );
    }

    /// <summary>The record that counts, and its id.</summary>
    /// <param name="person">Any of the person's records.</param>
    public async Task<(PersonId Id, Person Person)> FinalAsync(PersonId person)
    {
        var known = await read(person);
        while (known.MergedInto is { } into)
        {
            (person, known) = (into, await read(into));
        }

        return (person, known);
    }

    /// <summary>Whether two records are of one person.</summary>
    /// <param name="one">A record, or null for nobody.</param>
    /// <param name="other">Another, or null for nobody.</param>
    public async Task<bool> AreOneAsync(PersonId? one, PersonId? other) =>
        one is { } a && other is { } b && (a == b || (await FinalAsync(a)).Id == (await FinalAsync(b)).Id);

    /// <summary>Whether somebody may do this for somebody else.</summary>
    /// <param name="self">Who acts.</param>
    /// <param name="other">For whom.</param>
    /// <param name="kind">What.</param>
    public async Task<bool> MayAsync(PersonId self, PersonId other, ConsentKind kind) =>
        await BetweenAsync(self, other) is { } tie && tie.Permits(kind);

    /// <summary>What ties two people; null when it is one person, when one is not known, or was erased.</summary>
    /// <param name="self">Who would act.</param>
    /// <param name="other">For whom.</param>
    public async Task<Tie?> BetweenAsync(PersonId self, PersonId other)
    {
        var (me, mine) = await FinalAsync(self);
        var (them, theirs) = await FinalAsync(other);
        if (
            me == them
            || mine is not { Registration: { } holder, Erased: false }
            || theirs is not { Registration: { } registered, Erased: false }
        )
        {
            return null;
        }

        var said = new List<Consent>();
        foreach (var consent in theirs.Consents ?? [])
        {
            if (await IsAsync(consent.To, me))
            {
                said.Add(consent);
            }
        }

        return new Tie(
            await AnyIsAsync(registered.Guardians, me),
            await AnyIsAsync(holder.ActsFor, them),
            said.ToValueList()
        );
    }

    private async Task<bool> AnyIsAsync(ValueList<PersonId> named, PersonId final)
    {
        foreach (var one in named)
        {
            if (await IsAsync(one, final))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> IsAsync(PersonId named, PersonId final) =>
        named == final || (await FinalAsync(named)).Id == final;
}
