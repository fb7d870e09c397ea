using System;
using System.Globalization;
using Center.Domain.Kernel;
using Center.Projections.EventStore;

namespace Center.Projections.Statistics;

/// <summary>Where a count belongs; the smallest piece that any cut is made of.</summary>
/// <param name="Day">Local day.</param>
/// <param name="Area">Code of the community, or of the street for what belongs to no community.</param>
/// <param name="Site">Code of the site; null for service time, which belongs to none.</param>
/// <param name="Facility">Code of the whole facility, or null.</param>
/// <param name="Kind">Kind of the facility in kebab case, or null.</param>
/// <param name="ServiceLine">Code of the service line, or null.</param>
/// <param name="Organisation">Code of the organisation, or null.</param>
/// <param name="Party">Code of the organisation's party, or null.</param>
public sealed record FigureCut(
    DateOnly Day,
    string Area,
    string? Site = null,
    string? Facility = null,
    string? Kind = null,
    string? ServiceLine = null,
    string? Organisation = null,
    string? Party = null
)
{
    /// <summary>Key of its cell; begins with the day, so that a range of keys is a range of days.</summary>
    /// <returns>All members in order.</returns>
    public string Key() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Day:yyyy-MM-dd}|{Area}|{Site}|{Facility}|{Kind}|{ServiceLine}|{Organisation}|{Party}"
        );
}

/// <summary>What one booking, one volunteer's day or one site's day adds to a cell.</summary>
/// <param name="Cut">The cell.</param>
/// <param name="Counts">What it adds.</param>
public sealed record FigureShare(FigureCut Cut, FigureCounts Counts);

/// <summary>The sum of all shares of one cut; there is no cell where nothing was counted.</summary>
/// <param name="Id">Key of the cut.</param>
/// <param name="Cut">Where it belongs.</param>
/// <param name="Counts">What was counted.</param>
public sealed record FigureCell(string Id, FigureCut Cut, FigureCounts Counts) : IViewRow
{
    /// <summary>Takes back what something counted before and counts it as it is now.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="before">What it counted.</param>
    /// <param name="after">What it counts.</param>
    internal static void Recount(ViewRows rows, ValueList<FigureShare> before, ValueList<FigureShare> after)
    {
        if (before.Equals(after))
        {
            return;
        }

        foreach (var share in before)
        {
            Add(rows, share.Cut, -share.Counts);
        }

        foreach (var share in after)
        {
            Add(rows, share.Cut, share.Counts);
        }
    }

    private static void Add(ViewRows rows, FigureCut cut, FigureCounts counts)
    {
        var key = cut.Key();
        rows.Change<FigureCell>(
            key,
            cell =>
            {
                var sum = (cell?.Counts ?? FigureCounts.None) + counts;
                return sum == FigureCounts.None ? null : new FigureCell(key, cut, sum);
            }
        );
    }
}
