using System;
using System.Collections.Generic;
using System.Linq;
using Center.Api.Access;
using Center.Domain.Access;
using Center.Domain.Attendance;
using Center.Projections.EventStore;
using Center.Projections.Notifications;

namespace Center.Api.Notifications;

/// <summary>
/// What a change is about, and who sees it. What the centre is (places, closures, rules, organisations) is seen by everybody
/// with a credential; a booking, a person, a service entry, a roll by whoever may read it. Rights and the public log have
/// their own pages and are not told here.
/// </summary>
internal static class ChangeSight
{
    /// <summary>Kinds of streams that are told of.</summary>
    public static IReadOnlyList<string> Streams { get; } =
    [
        "booking",
        "centre",
        "device",
        "facility",
        "organisation",
        "person",
        "policy",
        "roll",
        "site",
        "team",
        "visits",
        "volunteer-day",
    ];

    /// <summary>The change as the caller sees it; null when the caller does not.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="self">Ids of the caller's records.</param>
    /// <param name="logged">The change.</param>
    public static ChangeAnswer? Of(Caller caller, IReadOnlySet<string> self, LoggedChange logged)
    {
        var key = logged.Stream[(logged.Stream.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return logged.Stream.Split('/')[0] switch
        {
            "booking" => SeesBooking(caller, self, logged) ? Tell(logged, "booking", key, $"/bookings/{key}") : null,
            "person" => SeesPerson(caller, self, key) ? OfPerson(logged, key) : null,
            "volunteer-day" => SeesService(caller, self, logged, key) ? OfService(logged) : null,
            "roll" => OfRoll(caller, logged, key),
            "visits" => OfVisits(caller, logged, key),
            "device" => SeesThere(caller, Permission.EnrolDevices, logged.Sites)
                ? Tell(logged, "device", key, "/devices")
                : null,
            "facility" => OfFacility(logged, key),
            "policy" => OfRules(logged, key),
            "site" => Tell(logged, "site", key, "/sites"),
            "organisation" => Tell(logged, "organisation", key, "/organisations"),
            var other => Tell(logged, other, key, null),
        };
    }

    // As BookingAccess, and besides whoever acted on it, wherever it has gone since.
    private static bool SeesBooking(Caller caller, IReadOnlySet<string> self, LoggedChange logged) =>
        logged.People.Any(self.Contains)
        || caller.Organisations.Any(logged.Organisations.Contains)
        || logged.Actors.Contains(caller.Subject)
        || SeesThere(caller, Permission.SeeAllBookings, logged.Sites);

    private static bool SeesPerson(Caller caller, IReadOnlySet<string> self, string person) =>
        self.Contains(person)
        || caller.Grants.Any(grant =>
            grant.Role != Role.Client && AccessPolicy.Allows(grant.Role, Permission.SeePeople)
        );

    private static bool SeesService(Caller caller, IReadOnlySet<string> self, LoggedChange logged, string key) =>
        self.Contains(key.Split('/')[0])
        || caller.May(Permission.SeeAllStatements)
        || logged.Organisations.Any(unit => caller.May(Permission.SeeAllStatements, organisation: unit));

    private static bool SeesThere(Caller caller, Permission permission, IEnumerable<string> sites) =>
        caller.May(permission) || sites.Any(site => caller.May(permission, site));

    private static ChangeAnswer OfPerson(LoggedChange logged, string key) =>
        logged.Type.StartsWith("strike.", StringComparison.Ordinal)
        || logged.Type.StartsWith("suspension.", StringComparison.Ordinal)
            ? Tell(logged, "standing", key, $"/people/{key}/standing")
            : Tell(logged, "person", key, $"/people/{key}");

    private static ChangeAnswer? OfService(LoggedChange logged) =>
        logged.Entry is { } entry ? Tell(logged, "service-entry", entry, $"/service-entries/{entry}") : null;

    private static ChangeAnswer OfFacility(LoggedChange logged, string key) =>
        logged.Closure is { } closure
            ? Tell(logged, "closure", closure, $"/facilities/{key}/closures/{closure}")
            : Tell(logged, "facility", key, $"/facilities/{key}");

    private static ChangeAnswer OfRules(LoggedChange logged, string key) =>
        Tell(
            logged,
            "rules",
            key,
            logged.Type.StartsWith("booking-rules.", StringComparison.Ordinal) ? "/policies/booking" : null
        );

    private static ChangeAnswer? OfRoll(Caller caller, LoggedChange logged, string key)
    {
        var roll = RollKey.Of(logged.Stream);
        IEnumerable<string> sites = roll is { Booking: null } ? [roll.Site] : logged.Sites;
        return !SeesThere(caller, Permission.SeeRolls, sites) ? null
            : roll?.Booking is { } booking ? Tell(logged, "roll", key, $"/bookings/{booking}/roll")
            : Tell(logged, "roll", key, roll is null ? null : $"/sites/{roll.Site}/roll?date={roll.Day:yyyy-MM-dd}");
    }

    private static ChangeAnswer? OfVisits(Caller caller, LoggedChange logged, string key) =>
        SeesThere(caller, Permission.SeeRolls, [key.Split('/')[0]]) ? Tell(logged, "visits", key, null) : null;

    private static ChangeAnswer Tell(LoggedChange logged, string kind, string id, string? path) =>
        new(
            logged.Position,
            logged.At,
            EventLanguage.WithoutVersion(logged.Type),
            kind,
            id,
            path is null ? null : "/api/v1" + path
        );
}
