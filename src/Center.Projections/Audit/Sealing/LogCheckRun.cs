using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Npgsql;

namespace Center.Projections.Audit.Sealing;

/// <summary>A check under way.</summary>
internal sealed class LogCheckRun(
    NpgsqlConnection connection,
    string centre,
    LogState state,
    Ed25519Check? verify,
    CancellationToken stopping
)
{
    private readonly Frontier _tree = new();
    private readonly Dictionary<long, CheckpointRow> _checkpoints = [];
    private readonly Dictionary<(int Level, long Place), TreeHash> _hashes = [];
    private int _compared;
    private long _position;

    public List<LogFinding> Findings { get; } = [];

    public LogCheckReport Report() => new(_tree.Size, _compared, _tree.Root, Findings);

    public void Take(IReadOnlyList<SealedLeaf> page)
    {
        foreach (var leaf in page)
        {
            if (leaf.Index != _tree.Size)
            {
                var what = leaf.Index < _tree.Size ? "leaf-twice" : "leaf-gone";
                Findings.Add(new LogFinding(what, Math.Min(leaf.Index, _tree.Size), null));
                return;
            }

            CompareOrder(leaf);

            if (!leaf.Holds(centre))
            {
                var what =
                    leaf.Leaf.Kind == LeafKind.Gap ? "gap-changed"
                    : leaf.Event is null ? "event-gone"
                    : "event-changed";
                Findings.Add(new LogFinding(what, leaf.Index, leaf.Leaf.Position));
            }

            _tree.Append(TreeHash.OfLeaf(leaf.Leaf.Commitment.Span), Remember);
            CompareCheckpoint();
        }
    }

    // Leaves of events rise with positions, but for those that were late.
    private void CompareOrder(SealedLeaf leaf)
    {
        if (leaf.Leaf is { Late: false, Position: { } position })
        {
            if (position <= _position)
            {
                Findings.Add(new LogFinding("leaf-twice", leaf.Index, position));
            }

            _position = Math.Max(_position, position);
        }
    }

    public Task ReadCheckpointsAsync() =>
        EachAsync(
            row =>
                _checkpoints[row.GetInt64(0)] = new CheckpointRow(
                    row.GetInt32(1),
                    row.GetFieldValue<byte[]>(2),
                    row.IsDBNull(3) ? null : row.GetString(3)
                ),
            "select size, epoch, root, note from center.log_checkpoint where centre = $1 and size <= $2",
            centre,
            state.Size
        );

    public async Task CompareHashesAsync()
    {
        await EachAsync(CompareHash, "select level, place, hash from center.log_hash where centre = $1", centre);
        foreach (var (level, place) in _hashes.Keys)
        {
            Findings.Add(new LogFinding("hash-differs", EndOf(level, place), null));
        }
    }

    public Task FindUnsealedAsync() =>
        EachAsync(
            row => Findings.Add(new LogFinding("event-unsealed", state.Size, row.GetInt64(0))),
            $"""
            select e.seq_id from center.mt_events e
            where e.tenant_id = $1 and e.seq_id <= $2
              and {LogEntries.IndexOf("e.tenant_id", "e.seq_id")} is null
            order by 1 limit {LogCheck.MostFindings}
            """,
            centre,
            state.Position
        );

    // The service archives nothing. A leaf does not say it, and Marten's own reads pass over such events.
    public Task FindArchivedAsync() =>
        EachAsync(
            row => Findings.Add(new LogFinding("event-archived", row.GetInt64(1), row.GetInt64(0))),
            $"""
            select e.seq_id, coalesce({LogEntries.IndexOf("e.tenant_id", "e.seq_id")}, $2) from center.mt_events e
            where e.tenant_id = $1 and e.is_archived order by 1 limit {LogCheck.MostFindings}
            """,
            centre,
            state.Size
        );

    // Rows of leaves that were sealed after the check began are none of its business.
    private void CompareHash(NpgsqlDataReader row)
    {
        var (level, place) = (row.GetInt32(0), row.GetInt64(1));
        var known = _hashes.Remove((level, place), out var hash);
        if (EndOf(level, place) <= _tree.Size && !(known && hash == TreeHash.Of(row.GetFieldValue<byte[]>(2))))
        {
            Findings.Add(new LogFinding("hash-differs", EndOf(level, place), null));
        }
    }

    private static long EndOf(int level, long place) => (place + 1) << (level * TileAddress.Height);

    private void Remember(Subtree subtree, TreeHash hash)
    {
        if (subtree.Height % TileAddress.Height == 0)
        {
            _hashes[(subtree.Height / TileAddress.Height, subtree.Index)] = hash;
        }
    }

    private void CompareCheckpoint()
    {
        if (!_checkpoints.Remove(_tree.Size, out var row))
        {
            return;
        }

        _compared++;
        var root = _tree.Root;
        if (TreeHash.Of(row.Root) != root)
        {
            Findings.Add(new LogFinding("checkpoint-differs", _tree.Size, null));
        }
        else if (row.Note is not null && verify is not null && !IsRight(row, root))
        {
            Findings.Add(new LogFinding("signature-wrong", _tree.Size, null));
        }
    }

    // Which key signed an earlier epoch is said by the event that ended it; here only what those notes say is compared.
    private bool IsRight(CheckpointRow row, TreeHash root) =>
        SignedNote.TryRead(row.Note!, out var note)
        && Checkpoint.TryRead(note.Text, out var checkpoint)
        && checkpoint.Size == _tree.Size
        && checkpoint.Root == root
        && (
            row.Epoch != state.Epoch
            || (checkpoint.Origin == state.Origin && note.IsSignedBy(state.VerifierKey, verify!))
        );

    private async Task EachAsync(Action<NpgsqlDataReader> take, string sql, params object[] parameters)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await using var reader = await command.ExecuteReaderAsync(stopping);
        while (await reader.ReadAsync(stopping))
        {
            take(reader);
        }
    }

    private sealed record CheckpointRow(int Epoch, byte[] Root, string? Note);
}
