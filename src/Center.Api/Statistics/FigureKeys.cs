using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Center.Domain.Facilities;
using Center.Projections.Bookings;
using Center.Projections.Statistics;

namespace Center.Api.Statistics;

/// <summary>The keys of a cut: those that the centre defines, in its own order, then whatever history adds.</summary>
/// <param name="book">The centre's definition.</param>
/// <param name="question">What is asked.</param>
internal sealed class FigureKeys(CentreBook book, FigureQuestion question)
{
    /// <summary>Key of what belongs to nothing in this dimension.</summary>
    public const string Unassigned = "unassigned";

    private string Street => book.Centre?.Street?.Code ?? "street";

    private string District => book.Centre?.District?.Code ?? "district";

    /// <summary>Keys that are answered even when nothing was counted.</summary>
    public IEnumerable<string> Known() =>
        !question.Measure.Carries.Contains(question.By)
            ? []
            : question.By switch
            {
                FigureDimension.Total => ["centre"],
                FigureDimension.Site => book.Sites.Select(site => site.Code),
                FigureDimension.Facility => Rooms().Select(facility => facility.Code),
                FigureDimension.Kind => Rooms().Select(facility => Kebab(facility.Kind)).Distinct(),
                FigureDimension.ServiceLine => book.ServiceLines.Select(line => line.Code),
                FigureDimension.Organisation => book.Organisations.Select(organisation => organisation.Code),
                FigureDimension.Party => book.Parties.Select(party => party.Code),
                FigureDimension.Rule => [],
                _ => question.Level switch
                {
                    FigureLevel.Community => book.Communities.Select(community => community.Code).Append(Street),
                    FigureLevel.Street => [Street],
                    _ => [District],
                },
            };

    /// <summary>The key under which a cell is answered.</summary>
    /// <param name="key">Key of the cell, or null.</param>
    public string Of(string? key) =>
        (question.By, question.Level) switch
        {
            (FigureDimension.Community, FigureLevel.Street) => Street,
            (FigureDimension.Community, FigureLevel.District) => District,
            _ => key ?? Unassigned,
        };

    /// <summary>The key of a facility's open time.</summary>
    /// <param name="facility">A facility that is no equipment.</param>
    public string OfFacility(Bookable facility) =>
        question.By switch
        {
            FigureDimension.Total => "centre",
            FigureDimension.Site => facility.Site,
            FigureDimension.Facility => facility.Code,
            FigureDimension.Kind => Kebab(facility.Kind),
            FigureDimension.ServiceLine => facility.ServiceLine ?? Unassigned,
            _ => Of(book.FindSite(facility.Site)?.Community ?? Street),
        };

    /// <summary>The key of refused attempts; of a facility that is gone nothing but its code is known.</summary>
    /// <param name="sum">What was refused.</param>
    public string OfRefusal(RefusalSum sum) =>
        question.And is not null ? $"{sum.Rule},{sum.Facility}"
        : question.By == FigureDimension.Rule ? sum.Rule
        : question.By == FigureDimension.Facility ? sum.Facility
        : !question.Measure.Carries.Contains(question.By) ? Unassigned
        : book.Find(sum.Facility) is { } facility ? OfFacility(facility)
        : question.By == FigureDimension.Total ? "centre"
        : Unassigned;

    /// <summary>Facilities whose time can be held and is not lent.</summary>
    public IEnumerable<Bookable> Rooms() =>
        book.Bookables(withParts: false).Where(bookable => bookable.Kind != FacilityKind.Equipment);

    private static string Kebab(FacilityKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}
