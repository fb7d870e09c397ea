using System;
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
internal sealed class LogPage
{
    private const int EventsBeforeGaps = 4 * TileAddress.FullWidth;

    private readonly Action<Subtree, TreeHash> _completed;
    private readonly List<PositionGap> _gaps = [];
    private readonly LogPageRows _rows;
    private readonly string _centre;
    private readonly Frontier _tree;
    private long _position;

    /// <summary>Begins a page.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="start">The state that is continued.</param>
    /// <param name="events">How many events are to be expected.</param>
    public LogPage(string centre, LogState start, int events)
    {
        (_centre, Start, _tree, _position) = (centre, start, start.Continue(), start.Position);
        _rows = new LogPageRows(centre, events + (events / EventsBeforeGaps) + 1);
        _completed = _rows.Add;
    }

    /// <summary>Number of events.</summary>
    public int Events { get; private set; }

    /// <summary>The state before it.</summary>
    public LogState Start { get; }

    /// <summary>The commitments of its leaves, 32 bytes each, one after another.</summary>
    public ReadOnlySpan<byte> Commitments => _rows.Commitments;

    /// <summary>The state after it.</summary>
    public LogState End => Start with { Size = _tree.Size, Position = _position, Edge = _tree.ToBytes() };

    /// <summary>Events in the order of positions, and now and then after them a leaf for the gaps between them.</summary>
    /// <param name="events">Every event after the state's position, up to the last of them, with their commitments.</param>
    /// <param name="leaves">Their leaves.</param>
    public void Add(CommittedEvents events, MadeLeaves leaves)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var (position, id) = events[i];
            if (position > _position + 1)
            {
                _gaps.Add(new PositionGap(_position + 1, position - 1));
            }

            if (leaves.Odd[i] is { } odd)
            {
                _rows.Add(odd, _tree.Size);
            }
            else
            {
                _rows.Add(_tree.Size, position, id, events.Commitment(i));
            }

            _tree.Append(leaves.Hashes[i], _completed);
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
            Append(LogLeaf.Of(_centre, e, late: true));
        }
    }

    /// <summary>Writes everything, and the state after it, unless the log has moved on meanwhile.</summary>
    /// <param name="connection">The connection that holds the sequencer's lock.</param>
    /// <param name="added">Is told of its leaves when they are written.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>False when the log is not where the page begins; nothing was written then.</returns>
    public async Task<bool> TryWriteAsync(NpgsqlConnection connection, AddedLeaves added, CancellationToken stopping)
    {
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        var held = await LogState.ReadAsync(connection, _centre, hold: true, stopping);
        if (held?.IsAt(Start) != true)
        {
            return false;
        }

        await WriteAsync(connection, stopping);
        await transaction.CommitAsync(stopping);
        added.Add(this);
        return true;
    }

    /// <summary>Writes everything, and the state after it.</summary>
    /// <param name="connection">Connection of a transaction that holds the log's state, which is that of the page.</param>
    /// <param name="stopping">Gives up.</param>
    public Task WriteAsync(NpgsqlConnection connection, CancellationToken stopping) =>
        _rows.WriteAsync(connection, End, stopping);

    private void ListGaps()
    {
        if (_gaps.Count > 0)
        {
            _rows.Add(_gaps, _tree.Size);
            Append(LogLeaf.Of(_centre, _gaps));
            _gaps.Clear();
        }
    }

    private void Append(LogLeaf odd)
    {
        _rows.Add(odd, _tree.Size);
        _tree.Append(TreeHash.OfLeaf(odd.Commitment.Span), _completed);
    }
}
