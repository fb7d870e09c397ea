using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.Organisations;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Statistics;

/// <summary>
/// What the figures need of the centre's definition, now and at any earlier position. A cell keeps what was true when it was
/// counted: a site that changes its community does not rewrite the figures of the past.
/// </summary>
/// <param name="Id">Always <see cref="TheOnly"/>.</param>
/// <param name="Facts">
/// What is known: <c>zone</c> (IANA zone of the centre), <c>street</c> (its code), <c>site/{code}</c> and
/// <c>organisation/{code}</c> (community, only where there is one), <c>party:{code}</c> of an organisation, <c>whole:{code}</c>
/// of a part.
/// </param>
/// <param name="Changes">What each change replaced, by ascending position.</param>
public sealed record FigureDirectory(
    string Id,
    IReadOnlyDictionary<string, string> Facts,
    ValueList<ReplacedFact> Changes
) : IViewRow
{
    /// <summary>Key of the only row.</summary>
    public const string TheOnly = "directory";

    /// <summary>Before anything was defined.</summary>
    public static FigureDirectory Empty { get; } = new(TheOnly, new Dictionary<string, string>(), []);

    private string Street => Fact("street") ?? "street";

    private long Until { get; init; } = long.MaxValue;

    /// <summary>The local day of an instant.</summary>
    /// <param name="instant">Any instant.</param>
    public DateOnly DayOf(DateTimeOffset instant) => new CentreZone(Fact("zone") ?? "UTC").DateOf(instant);

    /// <summary>Code of the whole facility.</summary>
    /// <param name="facility">Code of a facility or part.</param>
    public string WholeOf(string facility) => Fact($"whole:{facility}") ?? facility;

    /// <summary>Code of the community of a site, else of the street.</summary>
    /// <param name="site">Code of the site.</param>
    public string AreaOfSite(string site) => Fact($"site/{site}") ?? Street;

    /// <summary>Code of the community of an organisation, else of the street.</summary>
    /// <param name="organisation">Code of the organisation.</param>
    public string AreaOfOrganisation(string organisation) => Fact($"organisation/{organisation}") ?? Street;

    /// <summary>Code of the party of an organisation; null when it is not known.</summary>
    /// <param name="organisation">Code of the organisation, or null.</param>
    public string? PartyOf(string? organisation) => organisation is null ? null : Fact($"party:{organisation}");

    /// <summary>The directory as the events up to a position told it; only to be asked.</summary>
    /// <param name="position">The position, inclusive.</param>
    internal FigureDirectory At(long position) =>
        Changes.Count == 0 || Changes[^1].Position <= position ? this : this with { Until = position };

    /// <summary>The directory after one more event; the same object when it says nothing new of it.</summary>
    /// <param name="e">The event.</param>
    internal FigureDirectory After(IEvent e)
    {
        var told = ToldBy(e).Where(told => Facts.GetValueOrDefault(told.Fact) != told.Value).ToList();
        if (told.Count == 0)
        {
            return this;
        }

        var facts = Facts.ToDictionary(StringComparer.Ordinal);
        told.ForEach(fact => Put(facts, fact.Fact, fact.Value));
        var replaced = told.Select(fact => new ReplacedFact(e.Sequence, fact.Fact, Facts.GetValueOrDefault(fact.Fact)));
        return this with { Facts = facts, Changes = Changes.Concat(replaced).ToValueList() };
    }

    // What the oldest of the later changes replaced, or what is still so.
    private string? Fact(string name)
    {
        var value = Facts.GetValueOrDefault(name);
        for (var i = Changes.Count - 1; i >= 0 && Changes[i].Position > Until; i--)
        {
            value = Changes[i].Fact == name ? Changes[i].Before : value;
        }

        return value;
    }

    private static IEnumerable<(string Fact, string? Value)> ToldBy(IEvent e)
    {
        var (stream, code) = (e.StreamKey!, CodeOf(e.StreamKey!));
        return e.Data switch
        {
            CentreDescribed { Description: { Street: { } street } told } =>
            [
                ("zone", told.TimeZone),
                ("street", street.Code),
            ],
            CentreDescribed described => [("zone", described.Description.TimeZone)],
            SiteOpened site => [(stream, site.Community)],
            SiteDescribed site => [(stream, site.Community)],
            OrganisationRegistered o => [($"party:{code}", o.Party), (stream, o.Community)],
            OrganisationDescribed o => [($"party:{code}", o.Party), (stream, o.Community)],
            FacilityOpened opened => WholesOf(code, opened.Parts),
            FacilityUnitsChanged changed => WholesOf(code, changed.Parts),
            _ => [],
        };
    }

    private static IEnumerable<(string Fact, string? Value)> WholesOf(string whole, ValueList<FacilityPart> parts) =>
        parts.Select(part => ($"whole:{part.Code}", (string?)whole));

    private static void Put(Dictionary<string, string> facts, string fact, string? value)
    {
        if (value is null)
        {
            facts.Remove(fact);
        }
        else
        {
            facts[fact] = value;
        }
    }

    private static string CodeOf(string stream) => stream[(stream.IndexOf('/', StringComparison.Ordinal) + 1)..];
}

/// <summary>A fact that an event replaced.</summary>
/// <param name="Position">Position of the event.</param>
/// <param name="Fact">Name of the fact.</param>
/// <param name="Before">What it was before; null when it was not known.</param>
public sealed record ReplacedFact(long Position, string Fact, string? Before);
