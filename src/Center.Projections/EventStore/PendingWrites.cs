using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Marten;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>
/// What a transaction does in the round trip before its append: the shared log lock, the check that no stream has moved
/// on, and the queued statements. All that can fail fails here, before a position is drawn. Where nothing else has to be
/// written, the append and the commit are the last of the same round trip.
/// </summary>
internal sealed class PendingWrites
{
    private const string LockLog = "select pg_advisory_xact_lock_shared($1, hashtext($2))";

    private readonly List<NpgsqlBatchCommand> _queued = [];

    /// <summary>Whether nothing is queued.</summary>
    public bool IsEmpty => _queued.Count == 0;

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
    /// <param name="append">The append that follows, or null when this only runs what is queued.</param>
    /// <param name="appending">Set when the events themselves are to be written too, and all committed; knows how.</param>
    /// <param name="stopping">Gives up.</param>
    /// <exception cref="StaleStreamException">A stream has moved on.</exception>
    public async Task WriteAsync(
        NpgsqlConnection connection,
        string centre,
        EventAppend? append,
        IDocumentSession? appending,
        CancellationToken stopping
    )
    {
        var trip = new RoundTrip();
        if (append is not null)
        {
            trip.AskRows(
                LockLog,
                _ => { },
                new NpgsqlParameter { Value = AdvisoryLocks.Log },
                new NpgsqlParameter { Value = centre }
            );
            append.Prepare(trip);
        }

        _queued.ForEach(trip.Add);
        _queued.Clear();
        if (append is not null && appending is not null)
        {
            append.Write(trip, appending);
            trip.Do("commit");
        }

        await trip.GoAsync(connection, stopping);
    }
}
