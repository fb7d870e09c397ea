using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Domain.Audit;

namespace Center.Projections.Audit.Bundles;

/// <summary>The leaves of a bundle while they are checked: order, commitments, tree, positions, and what they add up to.</summary>
/// <param name="head">What the bundle covers.</param>
/// <param name="tree">The tree before the first leaf; null when it is not known.</param>
/// <param name="faulty">Told what is wrong.</param>
internal sealed class BundleLeaves(BundleHead head, Frontier? tree, Action<BundleFault> faulty)
{
    private readonly FigureFold? _fold = head.FiguresAt is null ? null : new FigureFold();
    private long _next = head.FirstLeaf;

    /// <summary>What the bundle covers.</summary>
    public BundleHead Head => head;

    /// <summary>Positions seen.</summary>
    public PositionCover Cover { get; } = new(head.From, head.To);

    /// <summary>Leaves read.</summary>
    public long Count => _next - head.FirstLeaf;

    /// <summary>Events within the stretch.</summary>
    public long Events => EventsByType.Values.Sum();

    /// <summary>Events within the stretch, by stored name.</summary>
    public SortedDictionary<string, long> EventsByType { get; } = new(StringComparer.Ordinal);

    /// <summary>The tree so far; null when a line could not be read, so that it cannot be continued.</summary>
    public Frontier? Tree { get; private set; } = tree;

    /// <summary>The figures at the position that the bundle names; null when it names none, or they cannot be computed.</summary>
    public StatedFigures? Figures => head.FiguresAt is { } at && _fold is not null ? _fold.At(at) : null;

    /// <summary>
    /// Whether every line was right so far. Behind a wrong one only lines are judged: what is missing and what it adds up to
    /// would tell the same fault again.
    /// </summary>
    public bool Whole { get; private set; } = true;

    /// <summary>Takes a file of leaves.</summary>
    /// <param name="file">The file.</param>
    /// <param name="leaves">Its lines.</param>
    public async Task TakeAsync(BundleFile file, IEnumerable<BundleLeaf> leaves)
    {
        if (file.Name != BundleNames.LeavesFrom(_next))
        {
            Fault(new BundleFault(file.Name, null, null, string.Empty), $"the leaf that comes next is {_next}");
        }

        var number = 0L;
        foreach (var leaf in leaves)
        {
            number = leaf.Number;
            if (leaf.IsCut)
            {
                Break(PlaceOf(file, leaf), "the line is cut off");
                return;
            }

            await TakeAsync(file, leaf);
        }

        if (_next < head.EndLeaf && _next % BundleNames.LeavesInFile != 0)
        {
            Break(
                new BundleFault(file.Name, number + 1, file.Content.Length, string.Empty),
                "lines are missing at the end of the file"
            );
        }
    }

    /// <summary>Looks for what is missing once every file was taken.</summary>
    public void End()
    {
        var last = new BundleFault(BundleNames.Head, null, null, string.Empty);
        if (_next != head.EndLeaf)
        {
            Break(last, $"the leaves should end before {head.EndLeaf}, and end before {_next}");
        }

        foreach (var missing in Whole ? Cover.Missing().ToList() : [])
        {
            Fault(last, missing);
        }
    }

    private async Task TakeAsync(BundleFile file, BundleLeaf leaf)
    {
        if (leaf.Line is not { } line)
        {
            _next++;
            Break(PlaceOf(file, leaf), "is no leaf: index, commitment, salt and text, with one space between");
            return;
        }

        if (line.Index != _next)
        {
            // What follows is judged by its own number, so that one missing line is told once.
            Break(PlaceOf(file, leaf), $"is leaf {line.Index}, and {_next} comes next");
            _next = line.Index;
        }

        _next++;
        Tree?.Append(leaf.Hash);
        if (!leaf.Holds)
        {
            Fault(
                PlaceOf(file, leaf),
                line.Text is null
                    ? $"what leaf {line.Index} stands for was gone from the store"
                    : $"leaf {line.Index} is not what was sealed: salt and text do not make the commitment"
            );
        }
        else if (Whole && await TakeAsync(leaf.Event, line.Text!.Value) is { } wrong)
        {
            Fault(PlaceOf(file, leaf), wrong);
        }
    }

    private async ValueTask<string?> TakeAsync(EventText? e, ReadOnlyMemory<byte> text)
    {
        try
        {
            if (e is not null)
            {
                return await TakeAsync(e);
            }

            using var document = JsonDocument.Parse(text);
            return document.RootElement.GetProperty("centre").GetString() == head.Centre
                ? await TakeAsync(document.RootElement)
                : $"belongs to another centre than {head.Centre}";
        }
        catch (Exception wrong)
            when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return $"has no canonical form of an event or of gaps: {wrong.Message}";
        }
    }

    private async ValueTask<string?> TakeAsync(JsonElement text)
    {
        if (text.TryGetProperty("gaps", out var gaps))
        {
            return gaps.EnumerateArray()
                .Select(gap => Cover.TakeGap(gap[0].GetInt64(), gap[1].GetInt64()))
                .ToList()
                .Find(wrong => wrong is not null);
        }

        var position = text.GetProperty("position").GetInt64();
        var late = Cover.Late;
        if (Cover.TakeEvent(position) is { } misplaced)
        {
            return misplaced;
        }

        if (text.TryGetProperty("raw", out _) || !IsInStretch(position))
        {
            return null;
        }

        CountEvent(text.GetProperty("type").GetString()!);
        return _fold is not null && IsCounted(position, late) ? await _fold.TakeAsync(text) : null;
    }

    private async ValueTask<string?> TakeAsync(EventText text)
    {
        var late = Cover.Late;
        if (Cover.TakeEvent(text.Position) is { } misplaced)
        {
            return misplaced;
        }

        if (!IsInStretch(text.Position))
        {
            return null;
        }

        CountEvent(text.Type);
        return _fold is not null && text.Event is { } e && IsCounted(text.Position, late)
            ? await _fold.TakeAsync(text.Type, e)
            : null;
    }

    private bool IsInStretch(long position) => position >= head.From && position <= head.To;

    // A view that follows the log never sees what appears behind it.
    private bool IsCounted(long position, long late) => position <= head.FiguresAt && Cover.Late == late;

    private void CountEvent(string type) => EventsByType[type] = EventsByType.GetValueOrDefault(type) + 1;

    private static BundleFault PlaceOf(BundleFile file, BundleLeaf leaf) =>
        new(file.Name, leaf.Number, leaf.At, string.Empty);

    private void Break(BundleFault place, string what)
    {
        Tree = null;
        Fault(place, what);
    }

    private void Fault(BundleFault place, string what)
    {
        Whole = false;
        faulty(place with { What = what });
    }
}
