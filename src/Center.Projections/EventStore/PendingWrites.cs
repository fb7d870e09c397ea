using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>
/// What a transaction does in the round trip before its append: the shared log lock, the check that no stream has moved
/// on, and the queued statements. All that can fail fails here, before a position is drawn.
/// </summary>
internal sealed class PendingWrites
{
    private const string LockLog = "select pg_advisory_xact_lock_shared($1, hashtext($2))";

    private const string LockStreams =
        "select id, version from center.mt_streams where tenant_id = $1 and id = any($2) order by id for update";

    private readonly List<NpgsqlBatchCommand> _queued = [];
    private readonly SortedDictionary<string, long> _expected = new(StringComparer.Ordinal);

    /// <summary>Whether events are appended.</summary>
    public bool Appends => _expected.Count > 0;

    /// <summary>Whether there is nothing to write.</summary>
    public bool IsEmpty => _expected.Count == 0 && _queued.Count == 0;

    /// <summary>Demands that a stream still is at a version.</summary>
    public void Expect(string stream, long version) => _expected[stream] = version;

    /// <summary>Adds a statement.</summary>
    public void Queue(string sql, params IEnumerable<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        _queued.Add(command);
    }

    /// <summary>Does it, once or several times.</summary>
    /// <param name="connection">Connection of the transaction.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="appends">Whether the append follows; false only runs what is queued.</param>
    /// <param name="stopping">Gives up.</param>
    /// <exception cref="StaleStreamException">A stream has moved on.</exception>
    public async Task WriteAsync(NpgsqlConnection connection, string centre, bool appends, CancellationToken stopping)
    {
        var trip = new RoundTrip();
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        if (appends && Appends)
        {
            trip.AskRows(
                LockLog,
                _ => { },
                new NpgsqlParameter { Value = AdvisoryLocks.Log },
                new NpgsqlParameter { Value = centre }
            );
            trip.Ask(
                LockStreams,
                async (reader, giveUp) =>
                {
                    while (await reader.ReadAsync(giveUp))
                    {
                        found[reader.GetString(0)] = reader.GetInt64(1);
                    }

                    Check(found);
                },
                new NpgsqlParameter { Value = centre },
                new NpgsqlParameter { Value = _expected.Keys.ToArray() }
            );
        }

        _queued.ForEach(trip.Add);
        _queued.Clear();
        await trip.GoAsync(connection, stopping);
    }

    private void Check(Dictionary<string, long> found)
    {
        foreach (var (stream, expected) in _expected)
        {
            if (found.GetValueOrDefault(stream) != expected)
            {
                throw new StaleStreamException($"'{stream}' is no longer at version {expected}.", null);
            }
        }
    }
}
