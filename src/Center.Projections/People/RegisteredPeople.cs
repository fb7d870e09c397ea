using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.People;

/// <summary>
/// People whom one transaction knows to be registered, and not erased; of others it knows nothing yet.
/// </summary>
public sealed class RegisteredPeople
{
    private static readonly string _registered = $"""
        select id from {CenterStore.Schema}.{CenterStore.TableOf(typeof(PersonRow))}
        where tenant_id = $1 and id = any($2) and data -> 'person' ->> 'registration' is not null
          and coalesce(data -> 'person' ->> 'erased', 'false') <> 'true'
        """;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>Those whom a transaction knows.</summary>
    /// <param name="work">The transaction.</param>
    public static RegisteredPeople Of(Work work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return work.Once(_ => new RegisteredPeople());
    }

    /// <summary>Asks for people together with other questions.</summary>
    /// <param name="trip">The other questions.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="people">Who may be registered.</param>
    /// <returns>To be given to <see cref="Know"/> afterwards.</returns>
    public static RegisteredPeople Ask(RoundTrip trip, string centre, IEnumerable<PersonId> people)
    {
        ArgumentNullException.ThrowIfNull(trip);
        var found = new RegisteredPeople();
        var ids = people.Distinct().Select(person => person.ToString()).ToArray();
        if (ids.Length > 0)
        {
            trip.AskRows(
                _registered,
                row => found._ids.Add(row.GetString(0)),
                new NpgsqlParameter { Value = centre },
                new NpgsqlParameter { Value = ids }
            );
        }

        return found;
    }

    /// <summary>Takes over what was asked.</summary>
    /// <param name="answer">The answer.</param>
    public void Know(RegisteredPeople answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        _ids.UnionWith(answer._ids);
    }

    /// <summary>Whether somebody is known to be registered, and not erased.</summary>
    /// <param name="person">The person.</param>
    public bool Contains(PersonId person) => _ids.Contains(person.ToString());
}
