using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>The object <c>centre</c> of a definition file.</summary>
internal sealed record CentreObject(string Id, CentreDescription Description);

/// <summary>Reads the centre, its sites and what surrounds them as the definition file writes them.</summary>
internal static class CentreReader
{
    public static CentreObject Centre(ObjectReader centre)
    {
        var id = centre.Code("id");
        if (id.Contains('-', StringComparison.Ordinal) || id.Length > 40)
        {
            centre.Complain("id", "must be lower-case letters, digits and _, at most 40");
        }

        var description = new CentreDescription(
            TimeZone(centre),
            centre.Localized("name"),
            centre.OptionalLocalized("brand"),
            centre.OptionalLocalized("idea"),
            centre.OptionalLocalized("model"),
            centre.OptionalLocalized("goal"),
            Area(centre.Object("district", required: false)),
            Area(centre.Object("street", required: false)),
            centre.OptionalLocalized("address"),
            centre.OptionalWhole("floors", 1, 200),
            centre.Extent("residentsServed"),
            centre.Extent("serviceRadiusMetres"),
            centre.OptionalDate("openedOn"),
            HoursReader.Required(centre, "openingHours"),
            null
        );
        centre.Close();
        return new CentreObject(id, description);
    }

    public static Sizing Sizing(ObjectReader sizing)
    {
        var value = new Sizing(
            sizing.Whole("visitsPerYear", 0, int.MaxValue),
            sizing.Whole("sessionsPerYear", 0, int.MaxValue),
            sizing.Whole("peakVisitsPerDay", 0, int.MaxValue),
            sizing.Whole("timeBankSavers", 0, int.MaxValue)
        );
        sizing.Close();
        return value;
    }

    public static ServiceLine ServiceLine(ObjectReader line, int rank) =>
        Closed(line, new ServiceLine(line.Code("code"), line.Localized("name"), rank));

    public static Party Party(ObjectReader party, int rank) =>
        Closed(party, new Party(party.Code("code"), party.Localized("name"), rank));

    public static Community Community(ObjectReader community, int rank) =>
        Closed(community, new Community(community.Code("code"), community.Localized("name")));

    public static Organisation Organisation(ObjectReader item) =>
        Closed(
            item,
            new Organisation(
                item.Code("code"),
                item.Code("party"),
                item.OptionalCode("community"),
                item.Localized("name")
            )
        );

    public static Team Team(ObjectReader item) =>
        Closed(item, new Team(item.Code("code"), item.Code("organisation"), item.Localized("name")));

    /// <summary>Reads a site; its own facilities are added to <paramref name="facilities"/>.</summary>
    public static Site Site(ObjectReader site, List<Placed<Facility>> facilities)
    {
        var kind = site.Choice<SiteKind>("kind");
        var value = new Site(
            site.Code("code"),
            kind,
            site.OptionalCode("community", required: kind == SiteKind.CommunityStation),
            site.Localized("name"),
            HoursReader.Optional(site, "openingHours")
        );
        var own = DefinitionDraft.All(site.Objects("facilities", required: false), value.Code, equipment: false);
        foreach (var facility in own.Where(facility => facility.Value.Site != value.Code))
        {
            facility.Reader.Complain("site", $"must be {value.Code}, the site that it is listed under");
        }

        facilities.AddRange(own);
        return Closed(site, value);
    }

    public static ServiceTimeRules ServiceTime(ObjectReader rules)
    {
        var value = new ServiceTimeRules(
            rules.Text("version"),
            rules.Date("effectiveFrom"),
            rules.Whole("dailyCap", 1, OpenRange.DayLength),
            rules.Whole("shortestEntry", 0, OpenRange.DayLength),
            rules.Flag("countsTravel"),
            rules.Whole("autoCheckOutAfterEnd", 0, OpenRange.DayLength),
            rules.Whole("repeatScanSeconds", 0, 86400),
            rules.Whole("recordWithinWorkingDays", 0, 366),
            rules.Percent("backfillShareWarning"),
            rules.RisingNumbers("starMinutes")
        );
        if (value.ShortestEntry > value.DailyCap)
        {
            rules.Complain("shortestEntry", "must not be more than dailyCap");
        }

        return Closed(rules, value);
    }

    private static string TimeZone(ObjectReader centre)
    {
        var id = centre.Text("timeZone");
        if (id.Length > 0 && !(TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.HasIanaId))
        {
            centre.Complain("timeZone", "must be an IANA time zone such as Asia/Shanghai");
        }

        return id;
    }

    private static Area? Area(ObjectReader? area) =>
        area is null ? null : Closed(area, new Area(area.Code("code"), area.Localized("name")));

    private static T Closed<T>(ObjectReader reader, T value)
    {
        reader.Close();
        return value;
    }
}
