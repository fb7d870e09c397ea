using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Center.Domain.Audit;

namespace Center.Projections.Audit.Bundles;

/// <summary>
/// Checks a bundle with nothing but the bundle: complete, as it was sealed and signed, and adding up to what it states. A few
/// files are in memory at a time, besides what the figures need: files of leaves are read by every processor, and judged one
/// after another in the order of the bundle.
/// </summary>
/// <param name="verify">Checks a signature.</param>
public sealed class BundleCheck(Ed25519Check verify)
{
    private readonly List<BundleFault> _faults = [];
    private readonly List<BundleFault> _onTheWay = [];
    private readonly List<(string Name, byte[] Sum)> _sums = [];

    private VerifierKey? _key;
    private Checkpoint? _checkpoint;
    private SignedNote? _note;
    private BundleHead? _head;
    private BundleProof? _proof;
    private BundleLeaves? _leaves;
    private StatedFigures? _figures;
    private bool _ended;

    /// <summary>Checks a bundle. An instance checks one.</summary>
    /// <param name="path">The archive, or a folder that it was unpacked to.</param>
    /// <param name="known">The log's key from elsewhere; null to believe the key in the bundle.</param>
    public async Task<BundleReport> RunAsync(string path, VerifierKey? known)
    {
        _key = known;
        var files = new BundleFiles(_onTheWay.Add);
        await using var archive = Directory.Exists(path) ? null : File.OpenRead(path);
        await TakeAllAsync(archive is null ? files.OfFolder(path) : files.OfArchive(archive), known);
        return new BundleReport(
            _head,
            _checkpoint,
            _key,
            _leaves?.Count ?? 0,
            _leaves?.Events ?? 0,
            _leaves?.Cover.GivenUp ?? 0,
            _leaves?.Cover.Late ?? 0,
            _figures,
            _sums.Count,
            [.. _faults.Take(BundleReport.MostFaults)]
        )
        {
            Note = _note,
        };
    }

    private async Task TakeAllAsync(IEnumerable<BundleFile> files, VerifierKey? known)
    {
        var queue = new BundleQueue(file => TakeInTurnAsync(file, known));
        foreach (var file in files)
        {
            var waiting = new WaitingFile(file, FaultsOnTheWay());
            if (_leaves is { } leaves && BundleNames.IsLeaves(file.Name))
            {
                await queue.AddAsync(waiting, leaves.Head);
                continue;
            }

            await queue.EmptyAsync();
            await TakeInTurnAsync(waiting, known);
        }

        await queue.EmptyAsync();
        FaultsOnTheWay().ForEach(Fault);
        string[] expected = [.. BundleNames.BeforeLeaves, BundleNames.Figures];
        foreach (var missing in expected.Except(_sums.Select(sum => sum.Name)))
        {
            Fault(missing, "is missing");
        }

        if (!_ended)
        {
            Fault(BundleNames.Sums, "is missing");
        }
    }

    // What was wrong with the container before the next file.
    private List<BundleFault> FaultsOnTheWay()
    {
        var faults = _onTheWay.ToList();
        _onTheWay.Clear();
        return faults;
    }

    private async Task TakeInTurnAsync(WaitingFile waiting, VerifierKey? known)
    {
        using var file = waiting.File;
        waiting.OnTheWay.ForEach(Fault);
        if (_ended || !IsInTurn(file.Name))
        {
            Fault(file.Name, "does not stand where the form has it");
        }

        if (file.Name == BundleNames.Sums)
        {
            BundleSums.Compare(file.Content, _sums).ToList().ForEach(Fault);
            _ended = true;
            return;
        }

        await TakeAsync(file, waiting.Read, known);
        _sums.Add((file.Name, waiting.Read?.Sum ?? SHA256.HashData(file.Content.Span)));
    }

    private bool IsInTurn(string name)
    {
        var seen = _sums.Count;
        return seen < BundleNames.BeforeLeaves.Count
            ? name == BundleNames.BeforeLeaves[seen]
            : BundleNames.IsLeaves(name) || name == BundleNames.Figures || name == BundleNames.Sums;
    }

    private async Task TakeAsync(BundleFile file, BundleLeafFile? read, VerifierKey? known)
    {
        switch (file.Name)
        {
            case BundleNames.Key:
                TakeKey(file, known);
                break;
            case BundleNames.Checkpoint:
                TakeCheckpoint(file);
                break;
            case BundleNames.Head:
                _head = BundleJson.Read<BundleHead>(file.Content.Span) is { } head && head.IsSound() ? head : null;
                FaultUnless(_head is not null, file, "does not say in the known form what the bundle covers");
                break;
            case BundleNames.Proof:
                _proof = BundleJson.Read<BundleProof>(file.Content.Span);
                FaultUnless(_proof is not null, file, "is no proof in the known form");
                Begin(file);
                break;
            case BundleNames.Figures:
                End(file);
                break;
            default:
                await (read is null ? Task.CompletedTask : _leaves!.TakeAsync(file, read.Leaves));
                break;
        }
    }

    private void TakeKey(BundleFile file, VerifierKey? known)
    {
        var text = Encoding.UTF8.GetString(file.Content.Span);
        var read = text.EndsWith('\n') && VerifierKey.TryRead(text[..^1], out var key) ? key : null;
        FaultUnless(read is not null, file, "holds no key in the form of signed-note");
        FaultUnless(known is null || read?.ToString() == known.ToString(), file, "is another key than the given one");
        _key ??= read;
    }

    private void TakeCheckpoint(BundleFile file)
    {
        if (
            !SignedNote.TryRead(file.Content.Span, out var note)
            || note.ToString() != Encoding.UTF8.GetString(file.Content.Span)
            || !Checkpoint.TryRead(note.Text, out var checkpoint)
        )
        {
            Fault(file.Name, "is no signed checkpoint");
            return;
        }

        (_checkpoint, _note) = (checkpoint, note);
        var signed = _key is not null && checkpoint.Origin == _key.Name && note.IsSignedBy(_key, verify);
        FaultUnless(signed, file, "is not signed by the key, or is the checkpoint of another log");
    }

    private void Begin(BundleFile file)
    {
        if (_head is null || _proof is null)
        {
            return;
        }

        var begun = _proof.TryBegin(_head.FirstLeaf, out var tree);
        FaultUnless(begun, file, "does not hold the hashes of a tree that the first leaf continues");
        FaultUnless(
            _checkpoint is null || _head.EndLeaf <= _checkpoint.Size,
            file,
            "the leaves go beyond the signed tree"
        );
        _leaves = new BundleLeaves(_head, tree, Fault);
    }

    private void End(BundleFile file)
    {
        if (_leaves is null || _head is null || _proof is null)
        {
            return;
        }

        _leaves.End();
        if (_leaves.Tree is { } tree && _checkpoint is { } signed && !_proof.Joins(tree, signed))
        {
            Fault(
                BundleNames.Proof,
                $"the leaves {_head.FirstLeaf} to {_head.EndLeaf - 1} are not those under the signed root: compare the commitments with the log's published entries"
            );
        }

        if (BundleJson.Read<BundleFigures>(file.Content.Span) is not { } stated)
        {
            Fault(file.Name, "states no figures in the known form");
            return;
        }

        if (!_leaves.Whole)
        {
            return;
        }

        var comparison = new FigureComparison(stated, Fault);
        comparison.CompareEvents(_leaves.EventsByType);
        _figures = comparison.CompareFigures(_leaves.Figures);
    }

    private void FaultUnless(bool right, BundleFile file, string what)
    {
        if (!right)
        {
            Fault(file.Name, what);
        }
    }

    private void Fault(string file, string what) => Fault(new BundleFault(file, null, null, what));

    private void Fault(BundleFault fault)
    {
        if (_faults.Count < BundleReport.MostFaults)
        {
            _faults.Add(fault);
        }
    }
}
