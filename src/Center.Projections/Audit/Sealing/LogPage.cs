using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit.Sealing;

/// <summary>
/// Leaves that are added to a centre's tree in one transaction, with the hashes that they complete. They are made before that,
/// of a state that must still be the log's when they are written.
/// </summary>
/// <param name="centre">The centre (tenant).</param>
/// <param name="start">The state that is continued.</param>
internal sealed class LogPage(string centre, LogState start)
{
    private const int EventsBeforeGaps = 4 * TileAddress.FullWidth;

    private readonly Frontier _tree = start.Continue();
    private readonly List<PositionGap> _gaps = [];
    private readonly LogPageRows _rows = new(centre);
    private long _position = start.Position;

    /// <summary>Number of events.</summary>
    public int Events { get; private set; }

    /// <summary>The state after it.</summary>
    public LogState End =>
        start with
        {
            Size = _tree.Size,
            Position = _position,
            Edge = _tree.ToBytes(),
        };

    /// <summary>Events in the order of positions, and now and then after them a leaf for the gaps between them.</summary>
    /// <param name="leaves">Leaves of every event after the state's position, up to the last of them.</param>
    public void Add(IReadOnlyList<HashedLeaf> leaves)
    {
        foreach (var leaf in leaves)
        {
            var position = leaf.Leaf.Position!.Value;
            if (position > _position + 1)
            {
                _gaps.Add(new PositionGap(_position + 1, position - 1));
            }

            Append(leaf);
            _position = position;
            if (++Events % EventsBeforeGaps == 0)
            {
                ListGaps();
            }
        }

        ListGaps();
    }

    /// <summary>Events that appeared where a leaf had said that none would.</summary>
    /// <param name="events">The events.</param>
    public void AddLate(IReadOnlyList<StoredEvent> events)
    {
        foreach (var e in events)
        {
            Append(HashedLeaf.Of(LogLeaf.Of(centre, e, late: true)));
        }
    }

    /// <summary>Writes everything, and the state after it, unless the log has moved on meanwhile.</summary>
    /// <param name="connection">The connection that holds the sequencer's lock.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>False when the log is not where the page begins; nothing was written then.</returns>
    public async Task<bool> TryWriteAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        var held = await LogState.ReadAsync(connection, centre, hold: true, stopping);
        if (held?.IsAt(start) != true)
        {
            return false;
        }

        await _rows.WriteAsync(connection, End, stopping);
        await transaction.CommitAsync(stopping);
        return true;
    }

    private void ListGaps()
    {
        if (_gaps.Count > 0)
        {
            _rows.Add(_gaps, _tree.Size);
            Append(HashedLeaf.Of(LogLeaf.Of(centre, _gaps)));
            _gaps.Clear();
        }
    }

    private void Append(HashedLeaf leaf)
    {
        _rows.Add(leaf.Leaf, _tree.Size);
        _tree.Append(leaf.Hash, _rows.Add);
    }
}
