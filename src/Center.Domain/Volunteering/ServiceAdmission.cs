using System;
using System.Collections.Generic;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Domain.Volunteering;

/// <summary>One local day's part of a service.</summary>
/// <param name="Day">Local date of the centre.</param>
/// <param name="Service">What was done on that day.</param>
public sealed record ServicePart(DateOnly Day, ServiceDone Service);

/// <summary>Parts of an admitted service, or the rule that says no.</summary>
/// <param name="Parts">At least one part in order of time; empty when refused.</param>
/// <param name="Refusal">The rule that says no, or null.</param>
public sealed record AdmittedService(IReadOnlyList<ServicePart> Parts, Refusal? Refusal);

/// <summary>
/// Looks at a service as a whole and splits it at local midnight, since the daily cap and overlap are matters of one
/// day. The break comes off the end of the whole; a day that falls wholly into the break gets no part.
/// </summary>
public static class ServiceAdmission
{
    private const int LongestMinutes = 24 * 60;

    /// <summary>Admits and splits.</summary>
    /// <param name="service">What was done, over any number of midnights.</param>
    /// <param name="now">The instant of the request; what has not ended yet cannot be recorded.</param>
    /// <param name="rules">Rules in force on the day of the start.</param>
    /// <param name="zone">The centre's zone.</param>
    public static AdmittedService Split(
        ServiceDone service,
        DateTimeOffset now,
        ServiceTimeRules rules,
        CentreZone zone
    )
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(zone);
        return Refuse(service, now, rules) is { } refusal
            ? new AdmittedService([], refusal)
            : new AdmittedService(Parts(service, zone), null);
    }

    private static Refusal? Refuse(ServiceDone service, DateTimeOffset now, ServiceTimeRules rules)
    {
        if (service.Window.End > now)
        {
            return new Refusal("policy-not-ended", "Service is recorded after it has ended.");
        }

        if (ServiceTime.Of(service.Window).Length > LongestMinutes)
        {
            return new Refusal("policy-too-long", "One record holds at most 24 hours.").With("longest", LongestMinutes);
        }

        var served = ServiceTime.Served(service).Length;
        return served >= Math.Max(1, rules.ShortestEntry)
            ? null
            : new Refusal("policy-too-short", "The time served is shorter than the rules ask for.")
                .With("shortest", rules.ShortestEntry)
                .With("served", served);
    }

    private static List<ServicePart> Parts(ServiceDone service, CentreZone zone)
    {
        var parts = new List<ServicePart>();
        var servedEnd = ServiceTime.Served(service).End;
        for (
            var day = zone.DateOf(service.Window.Start);
            zone.DayOf(day).Start < service.Window.End;
            day = day.AddDays(1)
        )
        {
            if (service.Window.Intersect(zone.DayOf(day)) is not { } window)
            {
                continue;
            }

            var stretch = ServiceTime.Of(window);
            var rest = (int)Math.Clamp(stretch.End - servedEnd, 0, stretch.Length);
            if (rest < stretch.Length)
            {
                parts.Add(new ServicePart(day, service with { Window = window, BreakMinutes = new Minutes(rest) }));
            }
        }

        return parts;
    }
}
