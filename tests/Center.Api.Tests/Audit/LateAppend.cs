using System;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>
/// An append that has drawn its position and takes its time: what is appended meanwhile lies above it and is visible before it.
/// </summary>
internal sealed class LateAppend : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly string _centre;

    private LateAppend(NpgsqlConnection connection, NpgsqlTransaction transaction, string centre) =>
        (_connection, _transaction, _centre) = (connection, transaction, centre);

    /// <summary>The position that it has drawn.</summary>
    public long Position { get; private set; }

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    /// <summary>Takes the shared log lock and draws a position, as an append does.</summary>
    public static async Task<LateAppend> BeginAsync(NpgsqlDataSource source, string centre)
    {
        var connection = await source.OpenConnectionAsync(Stopping);
        var late = new LateAppend(connection, await connection.BeginTransactionAsync(Stopping), centre);
        await late.ExecuteAsync($"select pg_advisory_xact_lock_shared({AdvisoryLocks.Log}, hashtext($1))");
        late.Position = (long)
            (
                await late.ExecuteAsync(
                    """
                    select nextval((select format('center.%I', 'mt_events_sequence_' || partition_suffix)::regclass
                      from center.mt_tenant_partitions where partition_value = $1))
                    """
                )
            )!;
        return late;
    }

    /// <summary>Commits at last: a person is registered at the position that was drawn.</summary>
    public async Task CommitAsync()
    {
        var stream = $"person/{Guid.CreateVersion7()}";
        await ExecuteAsync(
            "insert into center.mt_streams (tenant_id, id, version, timestamp) values ($1, $2, 1, now())",
            stream
        );
        await ExecuteAsync(
            """
            insert into center.mt_events select (late).* from (
              select jsonb_populate_record(e, jsonb_build_object(
                'seq_id', $3::bigint, 'id', gen_random_uuid(), 'stream_id', $2::text, 'version', 1,
                'headers', e.headers - 'commitment')) as late
              from center.mt_events e
              where e.tenant_id = $1 and e.type = 'person.registered.v1' order by e.seq_id desc limit 1) copied
            """,
            stream,
            Position
        );
        await _transaction.CommitAsync(Stopping);
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task<object?> ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        command.Parameters.Add(new NpgsqlParameter { Value = _centre });
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return await command.ExecuteScalarAsync(Stopping);
    }
}
