using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.Audit.Sealing;

/// <summary>The rows of a page of leaves.</summary>
/// <param name="centre">The centre (tenant).</param>
/// <param name="leaves">How many leaves are to be expected.</param>
internal sealed class LogPageRows(string centre, int leaves)
{
    private readonly List<(long Index, LogLeaf Leaf)> _odd = [];
    private readonly List<Stretch> _stretches = [];
    private readonly List<Guid> _events = new(leaves); // one for each leaf; of those out of the ordinary, none
    private readonly ArrayBufferWriter<byte> _commitments = new(leaves * TreeHash.Length);
    private readonly List<(PositionGap Gap, long Leaf)> _gaps = [];
    private readonly List<(int Level, long Place, byte[] Hash)> _hashes = [];

    /// <summary>The commitments of all leaves, one after another.</summary>
    public ReadOnlySpan<byte> Commitments => _commitments.WrittenSpan;

    /// <summary>Adds a leaf that is out of the ordinary.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="index">Its index, the next.</param>
    public void Add(LogLeaf leaf, long index)
    {
        _odd.Add((index, leaf));
        _events.Add(default);
        _commitments.Write(leaf.Commitment.Span);
    }

    /// <summary>Adds an ordinary leaf.</summary>
    /// <param name="index">Its index, the next.</param>
    /// <param name="position">Position of the event.</param>
    /// <param name="id">Id of the event.</param>
    /// <param name="commitment">The commitment.</param>
    public void Add(long index, long position, Guid id, ReadOnlySpan<byte> commitment)
    {
        if (_stretches is [.., var last] && last.GoesOnAt(index, position))
        {
            _stretches[^1] = last with { Count = last.Count + 1 };
        }
        else
        {
            _stretches.Add(new Stretch(index, position, _events.Count, 1));
        }

        _events.Add(id);
        _commitments.Write(commitment);
    }

    /// <summary>Adds gaps.</summary>
    /// <param name="gaps">The gaps.</param>
    /// <param name="leaf">Index of the leaf that lists them.</param>
    public void Add(IEnumerable<PositionGap> gaps, long leaf) => _gaps.AddRange(gaps.Select(gap => (gap, leaf)));

    /// <summary>Adds the hash of a subtree, when hashes of its height are kept.</summary>
    /// <param name="subtree">The subtree.</param>
    /// <param name="hash">Its hash.</param>
    public void Add(Subtree subtree, TreeHash hash)
    {
        if (subtree.Height % TileAddress.Height == 0)
        {
            _hashes.Add((subtree.Height / TileAddress.Height, subtree.Index, hash.ToArray()));
        }
    }

    /// <summary>Writes them, and the state after them.</summary>
    /// <param name="connection">Connection of the open transaction.</param>
    /// <param name="end">The state.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task WriteAsync(NpgsqlConnection connection, LogState end, CancellationToken stopping)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in Commands(end))
        {
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(stopping);
    }

    private IEnumerable<NpgsqlBatchCommand> Commands(LogState end)
    {
        if (_stretches.Count > 0)
        {
            yield return Stretches();
        }

        if (_odd.Count > 0)
        {
            yield return Odd();
        }

        if (_gaps.Count > 0)
        {
            yield return Gaps();
        }

        if (_hashes.Count > 0)
        {
            yield return Hashes();
        }

        yield return StateAt(end);
    }

    private NpgsqlBatchCommand Stretches() =>
        Command(
            """
            insert into center.log_stretch (centre, leaf, position, events, commitments)
            select $1, leaf, position, ($6::uuid[])[at + 1 : at + count], substring($7::bytea from 32 * at + 1 for 32 * count)
            from unnest($2::bigint[], $3::bigint[], $4::int[], $5::int[]) as stretch (leaf, position, at, count)
            """,
            Of(_stretches.Select(row => row.Leaf).ToArray()),
            Of(_stretches.Select(row => row.Position).ToArray()),
            Of(_stretches.Select(row => row.At).ToArray()),
            Of(_stretches.Select(row => row.Count).ToArray()),
            Of(_events),
            Of(_commitments.WrittenMemory)
        );

    private NpgsqlBatchCommand Odd() =>
        Command(
            """
            insert into center.log_leaf (centre, leaf, kind, position, event, commitment, salt, late)
            select $1, leaf, kind, position, event, commitment, salt, late
            from unnest($2::bigint[], $3::text[], $4::bigint[], $5::uuid[], $6::bytea[], $7::bytea[], $8::boolean[])
              as leaf (leaf, kind, position, event, commitment, salt, late)
            """,
            Of(_odd.Select(row => row.Index).ToArray()),
            Of(_odd.Select(row => Kinds.Write(row.Leaf.Kind)).ToArray()),
            Array(NpgsqlDbType.Bigint, _odd.Select(row => row.Leaf.Position).ToArray()),
            Array(NpgsqlDbType.Uuid, _odd.Select(row => row.Leaf.Event).ToArray()),
            Of(_odd.Select(row => row.Leaf.Commitment.ToArray()).ToArray()),
            Array(NpgsqlDbType.Bytea, _odd.Select(row => row.Leaf.Salt).ToArray()),
            Of(_odd.Select(row => row.Leaf.Late).ToArray())
        );

    private NpgsqlBatchCommand Gaps() =>
        Command(
            """
            insert into center.log_gap (centre, first, last, leaf)
            select $1, first, last, leaf
            from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as gap (first, last, leaf)
            """,
            Of(_gaps.Select(row => row.Gap.First).ToArray()),
            Of(_gaps.Select(row => row.Gap.Last).ToArray()),
            Of(_gaps.Select(row => row.Leaf).ToArray())
        );

    private NpgsqlBatchCommand Hashes() =>
        Command(
            """
            insert into center.log_hash (centre, level, place, hash)
            select $1, level, place, hash
            from unnest($2::int[], $3::bigint[], $4::bytea[]) as hash (level, place, hash)
            """,
            Of(_hashes.Select(row => row.Level).ToArray()),
            Of(_hashes.Select(row => row.Place).ToArray()),
            Of(_hashes.Select(row => row.Hash).ToArray())
        );

    private NpgsqlBatchCommand StateAt(LogState end) =>
        Command(
            "update center.log_state set size = $2, position = $3, frontier = $4 where centre = $1",
            Of(end.Size),
            Of(end.Position),
            Of(end.Edge.ToArray())
        );

    private NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(Of(centre));
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static NpgsqlParameter Of(object value) => new() { Value = value };

    private static NpgsqlParameter Array(NpgsqlDbType type, object values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values };

    // At is the place of the first in the page.
    private readonly record struct Stretch(long Leaf, long Position, int At, int Count)
    {
        public bool GoesOnAt(long leaf, long position) =>
            leaf == Leaf + Count && leaf % TileAddress.FullWidth != 0 && position == Position + Count;
    }
}
