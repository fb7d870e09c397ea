using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Center.Projections.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.Audit.Sealing;

/// <summary>Leaves that are added to a centre's tree in one transaction, with the hashes that they complete.</summary>
/// <param name="centre">The centre (tenant).</param>
/// <param name="state">The state that is continued; its row is held.</param>
internal sealed class LogPage(string centre, LogState state)
{
    private readonly Frontier _tree = state.Continue();
    private readonly List<LogLeaf> _leaves = [];
    private readonly List<(PositionGap Gap, long Leaf)> _gaps = [];
    private readonly List<(int Level, long Place, byte[] Hash)> _hashes = [];

    /// <summary>Events in the order of positions, and after them one leaf for the gaps between them.</summary>
    /// <param name="events">Every event after the state's position, up to the last of them.</param>
    public void Add(IReadOnlyList<StoredEvent> events)
    {
        var gaps = new List<PositionGap>();
        var last = state.Position;
        foreach (var e in events)
        {
            if (e.Position > last + 1)
            {
                gaps.Add(new PositionGap(last + 1, e.Position - 1));
            }

            Append(LogLeaf.Of(centre, e, late: false));
            last = e.Position;
        }

        if (gaps.Count > 0)
        {
            _gaps.AddRange(gaps.Select(gap => (gap, _tree.Size)));
            Append(LogLeaf.Of(centre, gaps));
        }
    }

    /// <summary>Events that appeared where a leaf had said that none would.</summary>
    /// <param name="events">The events.</param>
    public void AddLate(IReadOnlyList<StoredEvent> events)
    {
        foreach (var e in events)
        {
            Append(LogLeaf.Of(centre, e, late: true));
        }
    }

    /// <summary>Writes everything, and the state after it.</summary>
    /// <param name="connection">Connection of the open transaction.</param>
    /// <param name="position">Last position that is covered now.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task WriteAsync(NpgsqlConnection connection, long position, CancellationToken stopping)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { Leaves(), Gaps(), Hashes(), StateAt(position) },
        };
        await batch.ExecuteNonQueryAsync(stopping);
    }

    private void Append(LogLeaf leaf)
    {
        _leaves.Add(leaf);
        _tree.Append(
            TreeHash.OfLeaf(leaf.Commitment.Span),
            (subtree, hash) =>
            {
                if (subtree.Height % TileAddress.Height == 0)
                {
                    _hashes.Add((subtree.Height / TileAddress.Height, subtree.Index, hash.ToArray()));
                }
            }
        );
    }

    private NpgsqlBatchCommand Leaves() =>
        Command(
            """
            insert into center.log_leaf (centre, leaf, kind, position, event, commitment, salt, late)
            select $1, $2 + n - 1, kind, position, event, commitment, salt, late
            from unnest($3::text[], $4::bigint[], $5::uuid[], $6::bytea[], $7::bytea[], $8::boolean[])
              with ordinality as leaf (kind, position, event, commitment, salt, late, n)
            """,
            Of(state.Size),
            Of(_leaves.Select(leaf => Kinds.Write(leaf.Kind)).ToArray()),
            Array(NpgsqlDbType.Bigint, _leaves.Select(leaf => leaf.Position).ToArray()),
            Array(NpgsqlDbType.Uuid, _leaves.Select(leaf => leaf.Event).ToArray()),
            Of(_leaves.Select(leaf => leaf.Commitment.ToArray()).ToArray()),
            Array(NpgsqlDbType.Bytea, _leaves.Select(leaf => leaf.Salt).ToArray()),
            Of(_leaves.Select(leaf => leaf.Late).ToArray())
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

    private NpgsqlBatchCommand StateAt(long position) =>
        Command(
            "update center.log_state set size = $2, position = $3, frontier = $4 where centre = $1",
            Of(_tree.Size),
            Of(position),
            Of(_tree.ToBytes())
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
}

/// <summary>Kinds of leaves as they are stored.</summary>
internal static class Kinds
{
    public static string Write(LeafKind kind) =>
        kind switch
        {
            LeafKind.Event => "event",
            LeafKind.Gap => "gap",
            _ => "unreadable",
        };

    public static LeafKind Read(string text) =>
        text switch
        {
            "event" => LeafKind.Event,
            "gap" => LeafKind.Gap,
            _ => LeafKind.Unreadable,
        };
}
