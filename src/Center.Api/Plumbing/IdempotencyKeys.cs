using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Center.Api.Plumbing;

/// <summary>An answer given before to the same key.</summary>
/// <param name="BodyHash">SHA-256 of the request's body.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Headers">Location and ETag.</param>
/// <param name="Body">Body without what is shown only once.</param>
internal sealed record KeptAnswer(byte[] BodyHash, int Status, Dictionary<string, string> Headers, string Body);

/// <summary>
/// Idempotency keys of accepted requests: looked up under a lock of their own, kept in the request's transaction for
/// 24 hours. A refused request keeps no key.
/// </summary>
internal static class IdempotencyKeys
{
    public const int LongestKey = 255;

    /// <summary>Waits for another request with the same key, then finds its answer.</summary>
    public static async Task<KeptAnswer?> FindAsync(
        Work work,
        CredentialId credential,
        string route,
        string key,
        CancellationToken stopping
    )
    {
        await using var batch = new NpgsqlBatch(work.Connection);
        var wait = new NpgsqlBatchCommand($"select pg_advisory_xact_lock({AdvisoryLocks.Idempotency}, hashtext($1))");
        wait.Parameters.Add(new NpgsqlParameter { Value = $"{work.Centre}|{credential}|{route}|{key}" });
        batch.BatchCommands.Add(wait);
        var find = new NpgsqlBatchCommand(
            """
            select body_hash, status, headers::text, body from center.idempotency
            where centre = $1 and credential = $2 and route = $3 and key = $4 and at > $5
            """
        );
        find.Parameters.Add(new NpgsqlParameter { Value = work.Centre });
        find.Parameters.Add(new NpgsqlParameter { Value = credential.Value });
        find.Parameters.Add(new NpgsqlParameter { Value = route });
        find.Parameters.Add(new NpgsqlParameter { Value = key });
        find.Parameters.Add(new NpgsqlParameter { Value = (work.Now - TimeSpan.FromHours(24)).UtcDateTime });
        batch.BatchCommands.Add(find);
        await using var reader = await batch.ExecuteReaderAsync(stopping);
        await reader.NextResultAsync(stopping);
        if (!await reader.ReadAsync(stopping))
        {
            return null;
        }

        var headers = JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(2))!;
        return new KeptAnswer(reader.GetFieldValue<byte[]>(0), reader.GetInt32(1), headers, reader.GetString(3));
    }

    /// <summary>Keeps the answer when the transaction commits.</summary>
    public static void Keep(
        Work work,
        CredentialId credential,
        string route,
        string key,
        byte[] bodyHash,
        Reply reply
    ) =>
        work.Queue(
            """
            insert into center.idempotency (centre, credential, route, key, body_hash, status, headers, body, at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (centre, credential, route, key) do update
            set body_hash = excluded.body_hash, status = excluded.status, headers = excluded.headers,
                body = excluded.body, at = excluded.at
            """,
            new NpgsqlParameter { Value = work.Centre },
            new NpgsqlParameter { Value = credential.Value },
            new NpgsqlParameter { Value = route },
            new NpgsqlParameter { Value = key },
            new NpgsqlParameter { Value = bodyHash },
            new NpgsqlParameter { Value = reply.Status },
            new NpgsqlParameter { Value = JsonSerializer.Serialize(reply.Headers), NpgsqlDbType = NpgsqlDbType.Jsonb },
            new NpgsqlParameter { Value = reply.BodyTextToKeep() },
            new NpgsqlParameter { Value = work.Now.UtcDateTime }
        );
}
