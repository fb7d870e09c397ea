using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Center.Api.Plumbing;

/// <summary>An answer given before to the same key.</summary>
/// <param name="BodyHash">SHA-256 of the request's body.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Headers">Location and ETag.</param>
/// <param name="Body">Body without what is shown only once.</param>
internal sealed record KeptAnswer(byte[] BodyHash, int Status, Dictionary<string, string> Headers, string Body)
{
    public static KeptAnswer Of(CommandHead head, Reply reply) =>
        new(head.BodyHash, reply.Status, reply.Headers, reply.BodyTextToKeep());
}

/// <summary>Where a key is kept: per credential and route.</summary>
internal readonly record struct KeyPlace(Guid Credential, string Route, string Key)
{
    /// <summary>The place of a command's key, or null when it has none.</summary>
    public static KeyPlace? Of(CommandHead head) =>
        head.Key is { } key ? new KeyPlace(head.Caller.Credential.Value, head.Route, key) : null;
}

/// <summary>
/// Idempotency keys of accepted requests: looked up under a lock, kept in the request's transaction for 24 hours. A
/// refused request keeps no key.
/// </summary>
internal static class IdempotencyKeys
{
    public const int LongestKey = 255;

    private const string Find = """
        select kept.credential, kept.route, kept.key, body_hash, status, headers::text, body
        from unnest($2::uuid[], $3::text[], $4::text[]) wanted (credential, route, key)
        join center.idempotency kept on kept.centre = $1 and kept.credential = wanted.credential
             and kept.route = wanted.route and kept.key = wanted.key
        where kept.at > coalesce($5::timestamptz, clock_timestamp()) - interval '24 hours'
        """;

    private const string Insert = """
        insert into center.idempotency (centre, credential, route, key, body_hash, status, headers, body, at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (centre, credential, route, key) do update
        set body_hash = excluded.body_hash, status = excluded.status, headers = excluded.headers,
            body = excluded.body, at = excluded.at
        """;

    private static readonly string _wait = $"select pg_advisory_xact_lock({AdvisoryLocks.Idempotency}, hashtext($1))";

    /// <summary>Waits for another request with the same key, then finds its answer; null when there is no key.</summary>
    public static async Task<KeptAnswer?> FindAsync(Work work, CommandHead head, CancellationToken stopping)
    {
        if (KeyPlace.Of(head) is not { } place)
        {
            return null;
        }

        var trip = new RoundTrip();
        var name = $"{work.Centre}|{place.Credential}|{place.Route}|{place.Key}";
        trip.AskRows(_wait, _ => { }, new NpgsqlParameter { Value = name });
        var found = Ask(trip, work.Centre, [place], new NpgsqlParameter { Value = work.Now.UtcDateTime });
        await trip.GoAsync(work.Connection, stopping);
        return found.GetValueOrDefault(place);
    }

    /// <summary>Asks for the answers of several keys together with other questions, under a lock that all of them share.</summary>
    public static Dictionary<KeyPlace, KeptAnswer> Ask(
        RoundTrip trip,
        string centre,
        IReadOnlyList<KeyPlace> places,
        NpgsqlParameter instant
    )
    {
        var found = new Dictionary<KeyPlace, KeptAnswer>();
        if (places.Count > 0)
        {
            trip.AskRows(
                Find,
                row => found[new KeyPlace(row.GetGuid(0), row.GetString(1), row.GetString(2))] = Read(row),
                new NpgsqlParameter { Value = centre },
                new NpgsqlParameter { Value = places.Select(place => place.Credential).ToArray() },
                new NpgsqlParameter { Value = places.Select(place => place.Route).ToArray() },
                new NpgsqlParameter { Value = places.Select(place => place.Key).ToArray() },
                instant
            );
        }

        return found;
    }

    /// <summary>Keeps the answer when the transaction commits; nothing when there is no key.</summary>
    public static void Keep(Work work, CommandHead head, Reply reply)
    {
        if (KeyPlace.Of(head) is not { } place)
        {
            return;
        }

        var answer = KeptAnswer.Of(head, reply);
        work.Queue(
            Insert,
            new NpgsqlParameter { Value = work.Centre },
            new NpgsqlParameter { Value = place.Credential },
            new NpgsqlParameter { Value = place.Route },
            new NpgsqlParameter { Value = place.Key },
            new NpgsqlParameter { Value = answer.BodyHash },
            new NpgsqlParameter { Value = answer.Status },
            new NpgsqlParameter { Value = JsonSerializer.Serialize(answer.Headers), NpgsqlDbType = NpgsqlDbType.Jsonb },
            new NpgsqlParameter { Value = answer.Body },
            new NpgsqlParameter { Value = work.Now.UtcDateTime }
        );
    }

    private static KeptAnswer Read(NpgsqlDataReader row) =>
        new(
            row.GetFieldValue<byte[]>(3),
            row.GetInt32(4),
            JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(5))!,
            row.GetString(6)
        );
}
