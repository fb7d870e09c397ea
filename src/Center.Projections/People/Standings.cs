using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.EventStore;

namespace Center.Projections.People;

/// <summary>How one record of a person stands by its own events.</summary>
/// <param name="Id">The record.</param>
/// <param name="Standing">Strikes and suspension.</param>
/// <param name="Version">Version of the stream.</param>
public sealed record RecordStanding(PersonId Id, Standing Standing, long Version);

/// <summary>A person's record that counts, and how he or she stands by all records.</summary>
/// <param name="Id">The record that counts; another one than was asked for when that was merged away.</param>
/// <param name="Person">The record.</param>
/// <param name="Records">Each record by itself, the one that counts first.</param>
public sealed record PersonStanding(PersonId Id, Person Person, ValueList<RecordStanding> Records)
{
    /// <summary>Strikes and suspension of the person.</summary>
    public Standing Standing { get; } = Standing.Of([.. Records.Select(record => record.Standing)]);

    /// <summary>Grows with every event of the person: the sum of the versions of the records.</summary>
    public long Version => Records.Sum(record => record.Version);
}

/// <summary>Reads how people stand, in the transaction of the decision that depends on it.</summary>
public static class Standings
{
    private static readonly (Person, Standing) _nobody = (PersonDecider.Initial, Standing.Initial);

    /// <summary>How a person stands, under the centre's admission lock.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="person">Any of the person's records.</param>
    public static async Task<PersonStanding> OfAsync(Work work, PersonId person)
    {
        ArgumentNullException.ThrowIfNull(work);
        var one = await SamePeople.OfAsync(work, person);
        await work.ReadStreamsAsync(one.Records.Select(PersonView.StreamOf));
        var read = new List<(PersonId, Folded<(Person, Standing)>)>();
        foreach (var record in one.Records)
        {
            read.Add((record, await work.FoldAsync(PersonView.StreamOf(record), _nobody, Evolve)));
        }

        return Of(one, read);
    }

    /// <summary>Reads what <see cref="OfAsync"/> will ask about several people, in two questions.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="people">Any records.</param>
    public static async Task ReadAsync(Work work, IReadOnlyCollection<PersonId> people)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(people);
        await SamePeople.ReadAsync(work, people);
        var streams = new List<string>();
        foreach (var person in people)
        {
            streams.AddRange((await SamePeople.OfAsync(work, person)).Records.Select(PersonView.StreamOf));
        }

        await work.ReadStreamsAsync(streams);
    }

    /// <summary>The same from events that were read already.</summary>
    /// <param name="person">The person.</param>
    /// <param name="events">All events of a record's stream, in order.</param>
    public static PersonStanding Of(OnePerson person, Func<PersonId, IReadOnlyList<object>> events)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(events);
        return Of(person, [.. person.Records.Select(record => (record, Fold(events(record))))]);
    }

    private static PersonStanding Of(OnePerson person, List<(PersonId Id, Folded<(Person, Standing)> Read)> records) =>
        new(
            person.Id,
            records[0].Read.State.Item1,
            records.Select(one => new RecordStanding(one.Id, one.Read.State.Item2, one.Read.Version)).ToValueList()
        );

    private static Folded<(Person, Standing)> Fold(IReadOnlyList<object> events) =>
        new(events.Aggregate(_nobody, Evolve), events.Count);

    private static (Person, Standing) Evolve((Person Person, Standing Standing) state, object e) =>
        (PersonDecider.Evolve(state.Person, e), Standing.Evolve(state.Standing, e));
}
