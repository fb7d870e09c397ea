using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Projections.EventStore;
using Npgsql;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>
/// Holds a replay of a running service up after its first page of events, so that what then happens to it, or to its node,
/// happens in the middle.
/// </summary>
internal sealed class ReplayGate : IAsyncDisposable
{
    private const int Bar = 990_001;

    private readonly NpgsqlConnection _connection;

    private ReplayGate(NpgsqlConnection connection) => _connection = connection;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    private static string Log => $"({AdvisoryLocks.Log}, hashtext('{CenterUnderTest.Centre}'))";

    /// <summary>Closes the gate: a replay that begins now waits before it copies the live rows.</summary>
    public static async Task<ReplayGate> CloseAsync(string connectionString)
    {
        var gate = new ReplayGate(new NpgsqlConnection(connectionString));
        await gate._connection.OpenAsync(Stopping);
        await gate.AskAsync($"select pg_advisory_lock_shared{Log}");
        return gate;
    }

    /// <summary>Lets a replay that waits apply one page.</summary>
    /// <param name="run">Its id.</param>
    /// <returns>Position of that page's last event.</returns>
    public async Task<long> LetOnePageThroughAsync(string run)
    {
        var schema = $"center_replay_{Guid.Parse(run, CultureInfo.InvariantCulture):N}";
        while (await AskAsync($"select to_regclass('{schema}.replay_stand') is not null") is not true)
        {
            await Task.Delay(20, Stopping);
        }

        await AskAsync($"select pg_advisory_lock({Bar}, 0)");
        await AskAsync(
            $"""
            create function {schema}.wait() returns trigger language plpgsql as $$ begin
              if (old.stand->>'position')::bigint > 0 then perform pg_advisory_xact_lock({Bar}, 0); end if;
              return new;
            end $$;
            create trigger wait before update on {schema}.replay_stand for each row execute function {schema}.wait();
            """
        );
        await AskAsync($"select pg_advisory_unlock_shared{Log}");
        while (true)
        {
            if (
                await AskAsync($"select (stand->>'position')::bigint from {schema}.replay_stand")
                is long
                    and > 0
                    and var at
            )
            {
                return at;
            }

            await Task.Delay(20, Stopping);
        }
    }

    /// <summary>Opens the gate for good.</summary>
    public async Task OpenAsync() => await AskAsync("select pg_advisory_unlock_all()");

    /// <summary>What a query gives in its first row and column.</summary>
    public async Task<object?> AskAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return await command.ExecuteScalarAsync(Stopping);
    }

    public async ValueTask DisposeAsync()
    {
        await OpenAsync();
        await _connection.DisposeAsync();
    }
}
