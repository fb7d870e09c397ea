using System.Collections.Generic;

namespace Center.Projections.Audit.Bundles;

/// <summary>
/// Whether every position of a stretch is there exactly once: as an event, or in a gap that a leaf behind it lists. What
/// lies before or after the stretch passes. Keeps nothing of events; only gaps are remembered.
/// </summary>
/// <param name="from">First position.</param>
/// <param name="to">Last position, inclusive.</param>
internal sealed class PositionCover(long from, long to)
{
    private readonly long _from = from;
    private readonly long _to = to;
    private readonly Queue<PositionSpan> _open = [];
    private readonly List<PositionSpan> _listed = [];
    private long _next = from;

    /// <summary>Events that appeared in a listed gap.</summary>
    public long Late { get; private set; }

    /// <summary>Positions in listed gaps.</summary>
    public long GivenUp { get; private set; }

    /// <summary>Takes the next event.</summary>
    /// <returns>What is wrong with its place, or null.</returns>
    public string? TakeEvent(long position)
    {
        if (position < _from)
        {
            return null;
        }

        if (position < _next)
        {
            if (!_listed.Exists(gap => gap.First <= position && position <= gap.Last))
            {
                return $"position {position} comes again, or out of order";
            }

            Late++;
            return null;
        }

        if (position > _next && _next <= _to)
        {
            _open.Enqueue(new PositionSpan(_next, position <= _to ? position - 1 : _to));
        }

        _next = position + 1;
        return null;
    }

    /// <summary>Takes a gap that a leaf lists.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public string? TakeGap(long first, long last)
    {
        var gap = new PositionSpan(first < _from ? _from : first, last > _to ? _to : last);
        if (gap.First > gap.Last)
        {
            return first <= last ? null : $"the gap {first} to {last} ends before it begins";
        }

        if (!_open.TryPeek(out var open) || open != gap)
        {
            return $"the gap {first} to {last} is not where positions are missing";
        }

        _listed.Add(_open.Dequeue());
        GivenUp += gap.Last - gap.First + 1;
        return null;
    }

    /// <summary>What is missing once everything was taken.</summary>
    public IEnumerable<string> Missing()
    {
        foreach (var open in _open)
        {
            yield return $"positions {open.First} to {open.Last} are missing and no gap lists them";
        }

        if (_next <= _to)
        {
            yield return $"positions {_next} to {_to} are missing at the end";
        }
    }

    private readonly record struct PositionSpan(long First, long Last);
}
