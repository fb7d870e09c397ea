using System;
using System.Collections.Generic;
using Center.Domain.Audit;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit.Sealing;

/// <summary>
/// Events whose leaves are to be made, in the order of positions. What an event committed to when it was appended is all that
/// is needed of it; those that committed to nothing are there as whole rows besides.
/// </summary>
/// <param name="most">Most events.</param>
internal sealed class CommittedEvents(int most) : IDisposable
{
    /// <summary>Columns to select, in the order that <see cref="Add(NpgsqlDataReader)"/> expects.</summary>
    public const string Columns = $"seq_id, id, headers->>'{EventContext.CommitmentHeader}'";

    private readonly byte[] _hex = new byte[(2 * TreeHash.Length) + 1];
    private readonly byte[] _commitments = new byte[most * TreeHash.Length];
    private readonly List<(long Position, Guid Id)> _events = new(most);
    private readonly List<int> _whole = [];

    /// <summary>Number of events.</summary>
    public int Count => _events.Count;

    /// <summary>Position and id of an event.</summary>
    /// <param name="index">Its place.</param>
    public (long Position, Guid Id) this[int index] => _events[index];

    /// <summary>What an event committed to; nothing of use for one that has to be read whole, until its leaf is made.</summary>
    /// <param name="index">Its place.</param>
    public Span<byte> Commitment(int index) => _commitments.AsSpan(index * TreeHash.Length, TreeHash.Length);

    /// <summary>The places of events that have to be read whole.</summary>
    public IReadOnlyList<int> PlacesOfWhole => _whole;

    /// <summary>Their rows, in the same order.</summary>
    public EventPage Whole { get; } = new();

    /// <summary>Adds the current row.</summary>
    /// <param name="reader">Reader over <see cref="Columns"/>.</param>
    public void Add(NpgsqlDataReader reader)
    {
        var length = reader.IsDBNull(2) ? 0 : (int)reader.GetBytes(2, 0, _hex, 0, _hex.Length);
        if (!LeafMaker.TryRead(_hex.AsSpan(0, length), Commitment(Count)))
        {
            _whole.Add(Count);
        }

        _events.Add((reader.GetInt64(0), reader.GetGuid(1)));
    }

    /// <summary>Forgets the events, and keeps the memory for others.</summary>
    public void Clear()
    {
        _events.Clear();
        _whole.Clear();
        Whole.Clear();
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => Whole.Dispose();
}
