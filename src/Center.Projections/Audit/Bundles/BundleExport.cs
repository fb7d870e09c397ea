using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Center.Projections.Audit.Sealing;

namespace Center.Projections.Audit.Bundles;

/// <summary>
/// Writes bundles while they are read: one file of 256 leaves at a time, no transaction over more than that, memory that
/// does not grow with the log.
/// </summary>
/// <param name="leaves">Reads leaves with their events.</param>
/// <param name="tree">Reads the tree.</param>
public sealed class BundleExport(SealedLeaves leaves, LogTree tree)
{
    /// <summary>Writes a bundle.</summary>
    /// <param name="plan">What it holds.</param>
    /// <param name="output">Where to; only written to, never sought in.</param>
    /// <param name="stopping">Gives up.</param>
    /// <exception cref="LogDamagedException">Leaves or hashes went missing meanwhile; the bundle has no end then.</exception>
    public async Task WriteAsync(BundlePlan plan, Stream output, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(output);
        var bundle = new Files(output, stopping);
        await bundle.AddAsync(BundleNames.Guide, Resource(BundleNames.Guide));
        await bundle.AddAsync(BundleNames.Sketch, Resource(BundleNames.Sketch));
        await bundle.AddAsync(BundleNames.Key, Encoding.UTF8.GetBytes($"{plan.Key}\n"));
        await bundle.AddAsync(BundleNames.Checkpoint, Encoding.UTF8.GetBytes(plan.Checkpoint.Note));
        await bundle.AddAsync(BundleNames.Head, BundleJson.Write(plan.Head));
        await bundle.AddAsync(BundleNames.Proof, BundleJson.Write(await ProveAsync(plan, stopping)));
        var events = await AddLeavesAsync(plan.Head, bundle, stopping);
        await bundle.AddAsync(BundleNames.Figures, BundleJson.Write(new BundleFigures(events, plan.Figures)));
        await bundle.EndAsync();
    }

    private async Task<BundleProof> ProveAsync(BundlePlan plan, CancellationToken stopping)
    {
        var (head, size) = (plan.Head, plan.Checkpoint.Size);
        var left = head.FirstLeaf == 0 ? [] : new LeafRange(0, head.FirstLeaf).Subtrees().Select(RangeOf).ToList();
        var right = ProofShape.OfConsistency(head.EndLeaf, size);
        var tiles = await tree.TilesAsync(head.Centre, left.Concat(right), size, stopping);
        return new BundleProof(Coded(tiles.ProofOf(left)), Coded(tiles.ProofOf(right)));
    }

    private async Task<SortedDictionary<string, long>> AddLeavesAsync(
        BundleHead head,
        Files bundle,
        CancellationToken stopping
    )
    {
        var events = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (var next = head.FirstLeaf; next < head.EndLeaf; )
        {
            var end = Math.Min(head.EndLeaf, next - (next % BundleNames.LeavesInFile) + BundleNames.LeavesInFile);
            var page = await leaves.PageAsync(head.Centre, next, (int)(end - next), stopping);
            if (page.Count != end - next || page.Where((leaf, i) => leaf.Index != next + i).Any())
            {
                throw new LogDamagedException($"Leaves are missing between {next} and {end - 1}.");
            }

            using var lines = new MemoryStream();
            foreach (var leaf in page)
            {
                lines.Write(BundleLine.Of(head.Centre, leaf));
                if (
                    leaf is { Leaf.Kind: LeafKind.Event, Event: { } e }
                    && e.Position >= head.From
                    && e.Position <= head.To
                )
                {
                    events[e.Type] = events.GetValueOrDefault(e.Type) + 1;
                }
            }

            await bundle.AddAsync(BundleNames.LeavesFrom(next), lines.ToArray());
            next = end;
        }

        return events;
    }

    private static LeafRange RangeOf(Subtree subtree) =>
        new(subtree.Index << subtree.Height, (subtree.Index + 1) << subtree.Height);

    private static string[] Coded(IEnumerable<TreeHash> hashes) => [.. hashes.Select(hash => hash.ToString())];

    private static byte[] Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"bundle.{name}")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The archive with the sums of what was put into it.</summary>
    private sealed class Files(Stream output, CancellationToken stopping)
    {
        private readonly StringBuilder _sums = new();

        public async Task AddAsync(string name, byte[] content)
        {
            _sums.Append(BundleSums.LineOf(name, SHA256.HashData(content)));
            await WriteAsync(name, content);
        }

        public async Task EndAsync()
        {
            await WriteAsync(BundleNames.Sums, Encoding.ASCII.GetBytes(_sums.ToString()));
            await output.WriteAsync(new byte[TarBlocks.EndBlocks * TarBlocks.Length], stopping);
            await output.FlushAsync(stopping);
        }

        private async Task WriteAsync(string name, byte[] content)
        {
            await output.WriteAsync(TarBlocks.Header(name, content.Length), stopping);
            await output.WriteAsync(content, stopping);
            await output.WriteAsync(new byte[TarBlocks.Padding(content.Length)], stopping);
        }
    }
}
