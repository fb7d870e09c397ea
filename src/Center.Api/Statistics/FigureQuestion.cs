using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Center.Api.Plumbing;
using Center.Projections.EventStore;
using Center.Projections.Statistics;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Statistics;

/// <summary>Up to which level communities are rolled up.</summary>
internal enum FigureLevel
{
    /// <summary>Each by itself.</summary>
    Community,

    /// <summary>All of the street as one.</summary>
    Street,

    /// <summary>All of the district that this centre knows as one.</summary>
    District,
}

/// <summary>What is asked of the figures.</summary>
/// <param name="Measure">The figure.</param>
/// <param name="By">The cut.</param>
/// <param name="Level">Level of the communities.</param>
/// <param name="From">First local day.</param>
/// <param name="To">Local day after the last.</param>
/// <param name="Grain">Length of the periods; null for one figure over the whole time.</param>
internal sealed record FigureQuestion(
    Measure Measure,
    FigureDimension By,
    FigureLevel Level,
    DateOnly From,
    DateOnly To,
    FigureGrain? Grain
)
{
    private const int LongestDays = 3700;

    private const string RuleAndFacility = "rule,facility";

    /// <summary>The second cut, whose key follows that of the first after a comma; null for one cut alone.</summary>
    public FigureDimension? And { get; init; }

    /// <summary>As of when; null for now.</summary>
    public LogMoment? AsOf { get; init; }

    /// <summary>Name of the member of an item that holds the key, in camel case.</summary>
    public string KeyName => JsonNamingPolicy.CamelCase.ConvertName(By.ToString());

    /// <summary>The cut as it is asked for.</summary>
    public string Cut => And is null ? NameOf(By) : RuleAndFacility;

    public IReadOnlyList<FigurePeriod> Periods => FigurePeriod.Of(From, To, Grain);

    /// <summary>The query string, its names checked.</summary>
    /// <param name="request">The request.</param>
    public static QueryParameters Read(HttpRequest request) =>
        new(request, "measure", "by", "from", "to", "grain", PastReads.AsOf, "level");

    /// <summary>Makes the question of a query string.</summary>
    /// <param name="query">The query string.</param>
    /// <param name="asOf">As of when; null for now.</param>
    /// <param name="today">Local day of the centre; without dates the last 30 days up to and with it are meant.</param>
    public static FigureQuestion Of(QueryParameters query, LogMoment? asOf, DateOnly today)
    {
        var code = query.Text("measure") ?? throw QueryParameters.Wrong("measure", "is required");
        var measure =
            Measures.Find(code)
            ?? throw new RefusedException(
                "unknown-measure",
                $"There is no measure '{code}'; known are {string.Join(", ", Measures.Codes)}.",
                "measure"
            );
        var to = query.Date("to") ?? today.AddDays(1);
        var from = query.Date("from") ?? to.AddDays(-30);
        if (from >= to || to.DayNumber - from.DayNumber > LongestDays)
        {
            throw new RefusedException("invalid-window", $"'to' lies 1 to {LongestDays} days after 'from'.", "to");
        }

        var byBoth = query.Text("by") == RuleAndFacility;
        return new FigureQuestion(
            measure,
            byBoth ? FigureDimension.Rule : query.OneOf<FigureDimension>("by") ?? FigureDimension.Total,
            query.OneOf<FigureLevel>("level") ?? FigureLevel.Community,
            from,
            to,
            query.OneOf<FigureGrain>("grain")
        )
        {
            And = byBoth ? FigureDimension.Facility : null,
            AsOf = asOf,
        }.Checked();
    }

    private FigureQuestion Checked()
    {
        if (Level != FigureLevel.Community && By != FigureDimension.Community)
        {
            throw new RefusedException("invalid-value", "A level goes with by=community.", "level");
        }

        if (Measure.Form != MeasureForm.Refusals && (Grain == FigureGrain.Hour || And is not null))
        {
            throw new RefusedException(
                "invalid-value",
                "Only refusals are counted by the hour, and by rule and facility together.",
                Grain == FigureGrain.Hour ? "grain" : "by"
            );
        }

        if (AsOf is not null && Measure.Form == MeasureForm.Refusals)
        {
            throw new RefusedException(
                "invalid-value",
                "Refused attempts are counted beside the log; how many they were earlier is not known.",
                PastReads.AsOf
            );
        }

        return Measure.Form == MeasureForm.Utilisation && !Measure.Carries.Contains(By)
            ? throw new RefusedException(
                "invalid-value",
                $"Utilisation is cut by {string.Join(", ", Measure.Carries.Select(NameOf).Order(StringComparer.Ordinal))}.",
                "by"
            )
            : this;
    }

    private static string NameOf(FigureDimension by) => JsonNamingPolicy.KebabCaseLower.ConvertName(by.ToString());
}
