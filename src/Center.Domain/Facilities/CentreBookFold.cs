using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;
using Center.Domain.Organisations;

namespace Center.Domain.Facilities;

public sealed partial record CentreBook
{
    /// <summary>Beginnings of the keys of the streams that tell about the centre's definition.</summary>
    public static IReadOnlyList<string> Streams { get; } =
    ["centre/", "site/", "facility/", "policy/", "organisation/", "team/"];

    /// <summary>Whether a stream tells about the centre's definition.</summary>
    /// <param name="streamKey">Key of the stream, such as <c>facility/gym</c>.</param>
    public static bool Concerns(string streamKey)
    {
        ArgumentNullException.ThrowIfNull(streamKey);
        return Streams.Any(stream => streamKey.StartsWith(stream, StringComparison.Ordinal));
    }

    /// <summary>The book after one more event; an event of another kind leaves it as it is.</summary>
    /// <param name="streamKey">Key of the event's stream, such as <c>facility/gym</c>.</param>
    /// <param name="event">The event's body.</param>
    public CentreBook Evolve(string streamKey, object @event)
    {
        ArgumentNullException.ThrowIfNull(streamKey);
        var slash = streamKey.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return this;
        }

        var id = streamKey[(slash + 1)..];
        return streamKey[..slash] switch
        {
            "centre" => EvolveCentre(id, @event),
            "site" => EvolveSite(id, @event),
            "facility" => EvolveFacility(id, @event),
            "policy" => EvolvePolicy(@event),
            "organisation" => EvolveOrganisation(id, @event),
            "team" => EvolveTeam(id, @event),
            _ => this,
        };
    }

    private CentreBook EvolveCentre(string id, object @event) =>
        @event switch
        {
            CentreDescribed e => this with { CentreId = id, Centre = e.Description },
            ServiceLineDescribed e => (
                this with
                {
                    ServiceLines = Put(ServiceLines, new(e.Code, e.Name, e.Rank)),
                }
            ).Back("service-line", e.Code),
            ServiceLineWithdrawn e => (this with { ServiceLines = Without(ServiceLines, e.Code) }).Gone(
                "service-line",
                ServiceLines.FirstOrDefault(line => line.Code == e.Code)
            ),
            PartyDescribed e => (this with { Parties = Put(Parties, new(e.Code, e.Name, e.Rank)) }).Back(
                "party",
                e.Code
            ),
            PartyWithdrawn e => (this with { Parties = Without(Parties, e.Code) }).Gone(
                "party",
                Parties.FirstOrDefault(party => party.Code == e.Code)
            ),
            CommunityDescribed e => (this with { Communities = Put(Communities, new(e.Code, e.Name)) }).Back(
                "community",
                e.Code
            ),
            CommunityWithdrawn e => (this with { Communities = Without(Communities, e.Code) }).Gone(
                "community",
                Communities.FirstOrDefault(community => community.Code == e.Code)
            ),
            _ => this,
        };

    private CentreBook EvolveSite(string code, object @event)
    {
        var site = Sites.FirstOrDefault(item => item.Code == code);
        return (@event, site) switch
        {
            (SiteOpened e, _) => (
                this with
                {
                    Sites = Put(Sites, new(code, e.Kind, e.Community, e.Name, e.Hours)),
                }
            ).Back("site", code),
            (SiteDescribed e, not null) => this with
            {
                Sites = Put(Sites, site with { Kind = e.Kind, Community = e.Community, Name = e.Name }),
            },
            (SiteHoursSet e, not null) => this with { Sites = Put(Sites, site with { Hours = e.Hours }) },
            (SiteClosedDown, not null) => (this with { Sites = Without(Sites, code) }).Gone("site", site),
            _ => this,
        };
    }

    private CentreBook EvolveFacility(string code, object @event)
    {
        var old = Facilities.FirstOrDefault(item => item.Code == code);
        return @event switch
        {
            FacilityRetired => (this with { Facilities = Without(Facilities, code) }).Gone("facility", old),
            FacilityOpened e => (this with { Facilities = Put(Facilities, FacilityFold.Open(code, e)) }).Back(
                "facility",
                code
            ),
            _ when old is not null && FacilityFold.Evolve(old, @event) is var next && next != old => this with
            {
                Facilities = Put(Facilities, next),
            },
            _ => this,
        };
    }

    private CentreBook EvolvePolicy(object @event) =>
        @event switch
        {
            BookingRulesAdopted e => this with { BookingRules = BookingRules.Add(e.Rules) },
            ServiceTimeRulesAdopted e => this with { ServiceTimeRules = ServiceTimeRules.Add(e.Rules) },
            HolidayCalendarAdopted e => this with { HolidayCalendar = HolidayCalendar.With(e.Years) },
            _ => this,
        };

    private CentreBook EvolveOrganisation(string code, object @event) =>
        @event switch
        {
            OrganisationRegistered e => Registered(new(code, e.Party, e.Community, e.Name)),
            OrganisationDescribed e => Registered(new(code, e.Party, e.Community, e.Name)),
            OrganisationWithdrawn => (this with { Organisations = Without(Organisations, code) }).Gone(
                "organisation",
                Organisations.FirstOrDefault(item => item.Code == code)
            ),
            _ => this,
        };

    private CentreBook EvolveTeam(string code, object @event) =>
        @event switch
        {
            TeamFormed e => Formed(new(code, e.Organisation, e.Name)),
            TeamDescribed e => Formed(new(code, e.Organisation, e.Name)),
            TeamDisbanded => (this with { Teams = Without(Teams, code) }).Gone(
                "team",
                Teams.FirstOrDefault(item => item.Code == code)
            ),
            _ => this,
        };

    private CentreBook Registered(Organisation organisation) =>
        (this with { Organisations = Put(Organisations, organisation) }).Back("organisation", organisation.Code);

    private CentreBook Formed(Team team) => (this with { Teams = Put(Teams, team) }).Back("team", team.Code);

    private CentreBook Gone(string kind, ICoded? entry) =>
        entry is null
            ? this
            : this with
            {
                Former = Former
                    .Add(new(kind, entry.Code, entry.Name))
                    .OrderBy(former => former.Kind, StringComparer.Ordinal)
                    .ThenBy(former => former.Code, StringComparer.Ordinal)
                    .ToValueList(),
            };

    private CentreBook Back(string kind, string code) =>
        Former.Any(former => former.Kind == kind && former.Code == code)
            ? this with
            {
                Former = Former.Where(former => former.Kind != kind || former.Code != code).ToValueList(),
            }
            : this;

    private static ValueList<T> Put<T>(ValueList<T> list, T item)
        where T : ICoded =>
        list.Where(other => other.Code != item.Code)
            .Append(item)
            .OrderBy(other => other.Rank)
            .ThenBy(other => other.Code, StringComparer.Ordinal)
            .ToValueList();

    private static ValueList<T> Without<T>(ValueList<T> list, string code)
        where T : ICoded => list.Where(item => item.Code != code).ToValueList();
}
