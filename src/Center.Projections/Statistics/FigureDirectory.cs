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
/// What the figures need of the centre's definition. A cell keeps what was true when it was counted: a site that changes
/// its community does not rewrite the figures of the past.
/// </summary>
/// <param name="Id">Always <see cref="TheOnly"/>.</param>
/// <param name="Zone">IANA zone of the centre.</param>
/// <param name="Street">Code of the street; stands for what belongs to no community.</param>
/// <param name="Communities">Community by <c>site/{code}</c> or <c>organisation/{code}</c>; only where there is one.</param>
/// <param name="Parties">Party by code of the organisation.</param>
/// <param name="Wholes">Whole facility by code of the part.</param>
public sealed record FigureDirectory(
    string Id,
    string Zone,
    string Street,
    IReadOnlyDictionary<string, string> Communities,
    IReadOnlyDictionary<string, string> Parties,
    IReadOnlyDictionary<string, string> Wholes
) : IViewRow
{
    /// <summary>Key of the only row.</summary>
    public const string TheOnly = "directory";

    private static readonly Dictionary<string, string> _none = [];

    /// <summary>Before anything was defined.</summary>
    public static FigureDirectory Empty { get; } = new(TheOnly, "UTC", "street", _none, _none, _none);

    /// <summary>The local day of an instant.</summary>
    /// <param name="instant">Any instant.</param>
    public DateOnly DayOf(DateTimeOffset instant) => new CentreZone(Zone).DateOf(instant);

    /// <summary>Code of the whole facility.</summary>
    /// <param name="facility">Code of a facility or part.</param>
    public string WholeOf(string facility) => Wholes.GetValueOrDefault(facility, facility);

    /// <summary>Code of the community of a site, else of the street.</summary>
    /// <param name="site">Code of the site.</param>
    public string AreaOfSite(string site) => Communities.GetValueOrDefault($"site/{site}", Street);

    /// <summary>Code of the community of an organisation, else of the street.</summary>
    /// <param name="organisation">Code of the organisation.</param>
    public string AreaOfOrganisation(string organisation) =>
        Communities.GetValueOrDefault($"organisation/{organisation}", Street);

    /// <summary>Code of the party of an organisation; null when it is not known.</summary>
    /// <param name="organisation">Code of the organisation, or null.</param>
    public string? PartyOf(string? organisation) =>
        organisation is null ? null : Parties.GetValueOrDefault(organisation);

    /// <summary>The directory after one more event; the same object when it says nothing of it.</summary>
    /// <param name="e">The event.</param>
    internal FigureDirectory Evolve(IEvent e) =>
        e.Data switch
        {
            CentreDescribed described => this with
            {
                Zone = described.Description.TimeZone,
                Street = described.Description.Street?.Code ?? Street,
            },
            SiteOpened site => In(e.StreamKey!, site.Community),
            SiteDescribed site => In(e.StreamKey!, site.Community),
            OrganisationRegistered o => Of(e.StreamKey!, o.Party).In(e.StreamKey!, o.Community),
            OrganisationDescribed o => Of(e.StreamKey!, o.Party).In(e.StreamKey!, o.Community),
            FacilityOpened opened => Divided(e.StreamKey!, opened.Parts),
            FacilityUnitsChanged changed => Divided(e.StreamKey!, changed.Parts),
            _ => this,
        };

    private FigureDirectory In(string stream, string? community) =>
        this with
        {
            Communities = With(Communities, stream, community),
        };

    private FigureDirectory Of(string stream, string party) =>
        this with
        {
            Parties = With(Parties, CodeOf(stream), party),
        };

    private FigureDirectory Divided(string stream, ValueList<FacilityPart> parts) =>
        parts.Aggregate(
            this,
            (directory, part) => directory with { Wholes = With(directory.Wholes, part.Code, CodeOf(stream)) }
        );

    private static Dictionary<string, string> With(
        IReadOnlyDictionary<string, string> before,
        string key,
        string? value
    )
    {
        var after = before.ToDictionary(StringComparer.Ordinal);
        if (value is null)
        {
            after.Remove(key);
        }
        else
        {
            after[key] = value;
        }

        return after;
    }

    private static string CodeOf(string stream) => stream[(stream.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
