using System.Linq;
using System.Threading.Tasks;
using Marten;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>How a transaction ends.</summary>
public sealed partial class Work
{
    /// <summary>
    /// Commits everything or nothing. The shared log lock is taken first, so that the sequencer of the audit log can
    /// wait for positions that are drawn but not yet visible; stale streams are found before a position is drawn, so a
    /// lost race leaves no gap.
    /// </summary>
    /// <exception cref="StaleStreamException">Somebody else appended to a stream, or claimed a unit, since it was read.</exception>
    public async Task CommitAsync()
    {
        if (_own is not null && _append.IsAlone && !Session.PendingChanges.Operations().Any())
        {
            await WriteQueuedAsync(_append, toTheEnd: true);
        }
        else
        {
            await CommitWithMartenAsync();
        }

        _afterCommit.ForEach(act => act());
    }

    /// <summary>Runs what is queued at once, for a decision in the same transaction that has to see it.</summary>
    /// <exception cref="StaleStreamException">Somebody else claimed a unit since it was read.</exception>
    public Task FlushAsync() => WriteQueuedAsync(null, toTheEnd: false);

    // Views that are kept with the events, and messages, are Marten's to write.
    private async Task CommitWithMartenAsync()
    {
        await WriteQueuedAsync(_append.IsEmpty ? null : _append, toTheEnd: false);
        if (_append.IsEmpty)
        {
            // Marten commits only when it has something to write itself; a queued statement alone must count too.
            Session.QueueSqlCommand("select 1");
        }
        else
        {
            await _append.WriteAsync(Session, _stopping);
        }

        await Session.SaveChangesAsync(_stopping);
    }

    private async Task WriteQueuedAsync(EventAppend? append, bool toTheEnd)
    {
        _beforeCommit.ForEach(act => act());
        try
        {
            await _pending.WriteAsync(Connection, Centre, append, toTheEnd ? Session : null, _stopping);
        }
        catch (PostgresException lost) when (lost.SqlState == PostgresErrorCodes.ExclusionViolation)
        {
            throw new StaleStreamException("Somebody else claimed the same unit or person at the same moment.", lost);
        }
        catch (PostgresException lost) when (EventAppend.IsStreamStarted(lost))
        {
            throw new StaleStreamException("A stream was started by somebody else at the same moment.", lost);
        }
    }
}
