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
    public async Task TakeAsync(BundleFile file)
    {
        if (file.Name != BundleNames.LeavesFrom(_next))
        {
            Fault(new BundleFault(file.Name, null, null, string.Empty), $"the leaf that comes next is {_next}");
        }

        var (number, at) = (0L, 0);
        while (at < file.Content.Length)
        {
            var rest = file.Content[at..];
            var end = rest.Span.IndexOf((byte)'\n');
            var place = new BundleFault(file.Name, ++number, at, string.Empty);
            if (end < 0)
            {
                Break(place, "the line is cut off");
                return;
            }

            await TakeAsync(rest[..end], place);
            at += end + 1;
        }

        if (_next < head.EndLeaf && _next % BundleNames.LeavesInFile != 0)
        {
            Break(new BundleFault(file.Name, number + 1, at, string.Empty), "lines are missing at the end of the file");
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

    private async Task TakeAsync(ReadOnlyMemory<byte> text, BundleFault place)
    {
        if (BundleLine.Read(text) is not { } line)
        {
            _next++;
            Break(place, "is no leaf: index, commitment, salt and text, with one space between");
            return;
        }

        if (line.Index != _next)
        {
            // What follows is judged by its own number, so that one missing line is told once.
            Break(place, $"is leaf {line.Index}, and {_next} comes next");
            _next = line.Index;
        }

        _next++;
        Tree?.Append(TreeHash.OfLeaf(line.Commitment));
        if (line.Holds)
        {
            await TakeTextAsync(line.Text!.Value, place);
            return;
        }

        Fault(
            place,
            line.Text is null
                ? $"what leaf {line.Index} stands for was gone from the store"
                : $"leaf {line.Index} is not what was sealed: salt and text do not make the commitment"
        );
    }

    private async Task TakeTextAsync(ReadOnlyMemory<byte> text, BundleFault place)
    {
        if (!Whole)
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            var wrong =
                document.RootElement.GetProperty("centre").GetString() == head.Centre
                    ? await TakeAsync(document.RootElement)
                    : $"belongs to another centre than {head.Centre}";
            if (wrong is not null)
            {
                Fault(place, wrong);
            }
        }
        catch (Exception wrong)
            when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            Fault(place, $"has no canonical form of an event or of gaps: {wrong.Message}");
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

        if (text.TryGetProperty("raw", out _) || position < head.From || position > head.To)
        {
            return null;
        }

        var type = text.GetProperty("type").GetString()!;
        EventsByType[type] = EventsByType.GetValueOrDefault(type) + 1;

        // A view that follows the log never sees what appears behind it.
        return _fold is not null && position <= head.FiguresAt && Cover.Late == late
            ? await _fold.TakeAsync(text)
            : null;
    }

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
