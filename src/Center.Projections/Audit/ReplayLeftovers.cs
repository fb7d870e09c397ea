using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>
/// Scratch schemas whose run is over or was never one of the queue's, and in which nobody works. That of a run which was
/// stopped is kept for a day, in case somebody lets it go on.
/// </summary>
internal static class ReplayLeftovers
{
    /// <summary>SQL of the name of a run's schema, from its column <c>id</c>.</summary>
    public const string SchemaOfRun = $"'{ReplayScratch.Prefix}' || replace(id::text, '-', '')";

    private const string Nobodys = $$"""
        select nspname::text from pg_namespace
        where nspname ~ '^{{ReplayScratch.Prefix}}[0-9a-f]{32}$' and ($1::text is null or nspname = $1)
          and not exists (
            select from center.replay_run
            where nspname = {{SchemaOfRun}}
              and (
                state in ('queued', 'running')
                or (state in ('cancelled', 'failed') and finished_at > clock_timestamp() - interval '1 day')
              )
          )
        """;

    /// <summary>Drops them.</summary>
    /// <param name="connection">A connection to the database.</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task DropAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        foreach (var schema in await FindAsync(connection, null, stopping))
        {
            var held = $"({AdvisoryLocks.Replay}, hashtext('{schema}'))";
            if (await ExecuteAsync(connection, $"select pg_try_advisory_lock{held}", stopping) is not true)
            {
                continue;
            }

            try
            {
                // Looked at once more: somebody may have resumed the run before the lock was there.
                if ((await FindAsync(connection, schema, stopping)).Count > 0)
                {
                    await ExecuteAsync(connection, $"drop schema if exists {schema} cascade", stopping);
                }
            }
            finally
            {
                await ExecuteAsync(connection, $"select pg_advisory_unlock{held}", CancellationToken.None);
            }
        }
    }

    private static async Task<List<string>> FindAsync(
        NpgsqlConnection connection,
        string? only,
        CancellationToken stopping
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Nobodys;
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = only });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var schemas = new List<string>();
        while (await reader.ReadAsync(stopping))
        {
            schemas.Add(reader.GetString(0));
        }

        return schemas;
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken stopping)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 300;
        return await command.ExecuteScalarAsync(stopping);
    }
}
