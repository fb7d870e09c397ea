using System;
using System.Collections.Generic;
using System.Linq;

namespace Center.Projections.Audit.Bundles;

/// <summary>Compares what a bundle states with what its events add up to.</summary>
/// <param name="stated">What it states.</param>
/// <param name="faulty">Told what differs.</param>
internal sealed class FigureComparison(BundleFigures stated, Action<BundleFault> faulty)
{
    /// <summary>Compares the numbers of events.</summary>
    /// <param name="counted">Numbers by stored name.</param>
    public void CompareEvents(SortedDictionary<string, long> counted)
    {
        foreach (var type in stated.Events.Keys.Union(counted.Keys).Order(StringComparer.Ordinal))
        {
            var (said, found) = (stated.Events.GetValueOrDefault(type), counted.GetValueOrDefault(type));
            if (said != found)
            {
                Fault($"states {said} events {type}, and {found} are here");
            }
        }
    }

    /// <summary>Compares the centre's figures.</summary>
    /// <param name="counted">What the events give; null when the bundle names no position for figures.</param>
    /// <returns>The figures when they are stated and equal.</returns>
    public StatedFigures? CompareFigures(StatedFigures? counted)
    {
        if (stated.Figures is not { } said || counted is null)
        {
            if (stated.Figures is not null || counted is not null)
            {
                Fault("states figures that cannot be computed here, or none where it should");
            }

            return null;
        }

        var differing = DifferingAreas(said, counted).ToList();
        differing.ForEach(area => Fault($"the figures of {area} are not what the events add up to"));
        if (said.Position != counted.Position)
        {
            Fault($"states figures at position {said.Position} instead of {counted.Position}");
            return null;
        }

        return differing.Count == 0 ? said : null;
    }

    private static IEnumerable<string> DifferingAreas(StatedFigures said, StatedFigures counted)
    {
        foreach (var area in said.Areas.Keys.Union(counted.Areas.Keys).Order(StringComparer.Ordinal))
        {
            if (said.Areas.GetValueOrDefault(area) != counted.Areas.GetValueOrDefault(area))
            {
                yield return area;
            }
        }

        if (said.Total != counted.Total)
        {
            yield return "the whole";
        }
    }

    private void Fault(string what) => faulty(new BundleFault(BundleNames.Figures, null, null, what));
}
