using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.People;

/// <summary>One person, under whatever records.</summary>
/// <param name="Id">The record that counts.</param>
/// <param name="Records">That record, and then all that were merged into it, however far away.</param>
public sealed record OnePerson(PersonId Id, ValueList<PersonId> Records)
{
    /// <summary>A person with one record alone.</summary>
    /// <param name="person">The record.</param>
    public static OnePerson Alone(PersonId person) => new(person, [person]);

    /// <summary>Whether a record is this person's.</summary>
    /// <param name="record">The record, or null.</param>
    public bool Is(PersonId? record) => record is { } one && Records.Contains(one);
}

/// <summary>
/// Knows which records are of one person, so that whatever is decided about the person counts all of them. In a transaction
/// it holds from the first question on: merges take the centre's admission lock, in transactions of their own.
/// </summary>
public sealed class SamePeople
{
    private static readonly string _rows = $"{CenterStore.Schema}.{CenterStore.TableOf(typeof(PersonRow))}";

    // Asked of everybody who books, so it must go from each person to the small index of merges, and never through all rows.
    private static readonly string _alone = $"""
        select p.id from {_rows} p
        where p.tenant_id = $1 and p.id = any($2) and p.data -> 'person' ->> 'mergedInto' is null
          and array(
            select m.id from {_rows} m
            where m.tenant_id = $1 and m.data -> 'person' ->> 'mergedInto' = p.id
            limit 1
          ) = array[]::varchar[]
        """;

    // Asked of the few who have several. The planner must go from record to record here too, so it may not see through.
    private static readonly string _records = $"""
        with recursive up (asked, id, into_id) as (
          select p.id, p.id, p.data -> 'person' ->> 'mergedInto'
          from {_rows} p where p.tenant_id = $1 and p.id = any($2)
          union all
          select up.asked, p.id, p.into_id
          from up cross join lateral (
            select p.id, p.data -> 'person' ->> 'mergedInto' as into_id
            from {_rows} p where p.tenant_id = $1 and p.id = up.into_id offset 0
          ) p
        ), down (asked, final, id) as (
          select up.asked, up.id, up.id from up where up.into_id is null
          union all
          select down.asked, down.final, p.id
          from down cross join lateral (
            select p.id from {_rows} p
            where p.tenant_id = $1 and p.data -> 'person' ->> 'mergedInto' = down.id offset 0
          ) p
        )
        select asked, final, id from down order by asked, final <> id, id
        """;

    private readonly Dictionary<PersonId, OnePerson> _known = [];

    private SamePeople() { }

    /// <summary>Asks whether people have one record alone, as nearly all have, together with other questions.</summary>
    /// <param name="trip">The other questions.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="people">Any records.</param>
    /// <returns>To be given to <see cref="Know"/> afterwards.</returns>
    public static SamePeople Ask(RoundTrip trip, string centre, IEnumerable<PersonId> people)
    {
        ArgumentNullException.ThrowIfNull(trip);
        var found = new SamePeople();
        var ids = people.Distinct().Select(person => person.ToString()).ToArray();
        if (ids.Length > 0)
        {
            trip.AskRows(
                _alone,
                row => found.Keep(OnePerson.Alone(IdOf(row, 0))),
                new NpgsqlParameter { Value = centre },
                new NpgsqlParameter { Value = ids }
            );
        }

        return found;
    }

    /// <summary>Lets a transaction know what was asked.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="answer">The answer.</param>
    public static void Know(Work work, SamePeople answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var known = Of(work);
        foreach (var (record, person) in answer._known)
        {
            known._known.TryAdd(record, person);
        }
    }

    /// <summary>The person of a record, as a transaction knows it.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="record">Any of the person's records; one that is not known is a person's only one.</param>
    public static async Task<OnePerson> OfAsync(Work work, PersonId record)
    {
        await ReadAsync(work, [record]);
        return Of(work)._known[record];
    }

    /// <summary>Reads several people for a transaction, in one question.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="records">Any records; those already known cost nothing.</param>
    public static async Task ReadAsync(Work work, IEnumerable<PersonId> records)
    {
        var known = Of(work);
        PersonId[] missing = [.. records.Distinct().Where(record => !known._known.ContainsKey(record))];
        if (missing.Length == 0)
        {
            return;
        }

        foreach (var (record, person) in await ReadAsync(work.Connection, work.Centre, missing, default))
        {
            known._known[record] = person;
        }
    }

    /// <summary>The person of a record, outside of a transaction.</summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="record">Any of the person's records.</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task<OnePerson> OfAsync(
        NpgsqlDataSource source,
        string centre,
        PersonId record,
        CancellationToken stopping
    ) => (await OfEachAsync(source, centre, [record], stopping))[record];

    /// <summary>The people of several records, by the record asked for.</summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="records">Any records.</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task<IReadOnlyDictionary<PersonId, OnePerson>> OfEachAsync(
        NpgsqlDataSource source,
        string centre,
        IReadOnlyCollection<PersonId> records,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(records);
        if (records.Count == 0)
        {
            return new Dictionary<PersonId, OnePerson>();
        }

        await using var connection = await source.OpenConnectionAsync(stopping);
        return await ReadAsync(connection, centre, [.. records.Distinct()], stopping);
    }

    private static SamePeople Of(Work work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return work.Once(_ => new SamePeople());
    }

    private static async Task<Dictionary<PersonId, OnePerson>> ReadAsync(
        NpgsqlConnection connection,
        string centre,
        PersonId[] records,
        CancellationToken stopping
    )
    {
        var trip = new RoundTrip();
        var alone = Ask(trip, centre, records);
        await trip.GoAsync(connection, stopping);
        var people = records.ToDictionary(record => record, OnePerson.Alone);
        PersonId[] rest = [.. records.Where(record => !alone._known.ContainsKey(record))];
        if (rest.Length == 0)
        {
            return people;
        }

        foreach (var of in (await RecordsAsync(connection, centre, rest, stopping)).GroupBy(row => row.Asked))
        {
            people[of.Key] = new OnePerson(of.First().Final, of.Select(row => row.Record).ToValueList());
        }

        return people;
    }

    private static async Task<List<(PersonId Asked, PersonId Final, PersonId Record)>> RecordsAsync(
        NpgsqlConnection connection,
        string centre,
        PersonId[] records,
        CancellationToken stopping
    )
    {
        var found = new List<(PersonId Asked, PersonId Final, PersonId Record)>();
        var trip = new RoundTrip();
        trip.AskRows(
            _records,
            row => found.Add((IdOf(row, 0), IdOf(row, 1), IdOf(row, 2))),
            new NpgsqlParameter { Value = centre },
            new NpgsqlParameter { Value = Array.ConvertAll(records, record => record.ToString()) }
        );
        await trip.GoAsync(connection, stopping);
        return found;
    }

    private void Keep(OnePerson person) => _known[person.Id] = person;

    private static PersonId IdOf(NpgsqlDataReader row, int column) => new(Guid.Parse(row.GetString(column)));
}
