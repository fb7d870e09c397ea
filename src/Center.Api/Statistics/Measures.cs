using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using Center.Projections.Statistics;

namespace Center.Api.Statistics;

/// <summary>How a measure comes about.</summary>
internal enum MeasureForm
{
    /// <summary>A sum of cells.</summary>
    Sum,

    /// <summary>Two sums; the value is the first in thousandths of the second.</summary>
    Ratio,

    /// <summary>Held unit-minutes in thousandths of the open unit-minutes.</summary>
    Utilisation,

    /// <summary>Different people with credited time.</summary>
    ActiveVolunteers,

    /// <summary>Refused attempts; counted beside the log, see decision 0018.</summary>
    Refusals,

    /// <summary>The events that it is made of are not recorded yet.</summary>
    NotRecordedYet,
}

/// <summary>One figure with its one definition.</summary>
/// <param name="Code">Its name in the API.</param>
/// <param name="Unit">bookings, minutes, visits, people, permille …</param>
/// <param name="Definition">What is counted, in one English sentence.</param>
/// <param name="Form">How it comes about.</param>
internal sealed record Measure(string Code, string Unit, string Definition, MeasureForm Form = MeasureForm.Sum)
{
    /// <summary>The sum, or the first of a ratio.</summary>
    public Func<FigureCounts, long> Value { get; init; } = _ => 0;

    /// <summary>The second of a ratio.</summary>
    public Func<FigureCounts, long> Of { get; init; } = _ => 0;

    /// <summary>Whether anything is known where this is more than 0; else the figure is missing, not 0.</summary>
    public Func<FigureCounts, long>? Known { get; init; }

    /// <summary>Dimensions that its cells carry; by another one everything is unassigned.</summary>
    public IReadOnlySet<FigureDimension> Carries { get; init; } = Measures.OfBookings;
}

/// <summary>The figures that can be asked for.</summary>
internal static class Measures
{
    public static readonly IReadOnlySet<FigureDimension> OfBookings = Enum.GetValues<FigureDimension>()
        .Where(dimension => dimension != FigureDimension.Rule)
        .ToFrozenSet();

    private static readonly IReadOnlySet<FigureDimension> _ofSites = Set(FigureDimension.Site);

    private static readonly IReadOnlySet<FigureDimension> _ofFacilities = Set(
        FigureDimension.Site,
        FigureDimension.Facility,
        FigureDimension.Kind,
        FigureDimension.ServiceLine
    );

    private static readonly IReadOnlySet<FigureDimension> _ofRefusals = _ofFacilities
        .Append(FigureDimension.Rule)
        .ToFrozenSet();

    private static readonly IReadOnlySet<FigureDimension> _ofService = Set(
        FigureDimension.ServiceLine,
        FigureDimension.Organisation,
        FigureDimension.Party
    );

    private static readonly FrozenDictionary<string, Measure> _all = Make()
        .ToFrozenDictionary(measure => measure.Code, StringComparer.Ordinal);

    public static IEnumerable<string> Codes => _all.Keys.Order(StringComparer.Ordinal);

    public static Measure? Find(string code) => _all.GetValueOrDefault(code);

    private static IEnumerable<Measure> Make() =>
        [.. OfBooking(), .. OfRooms(), .. OfPeople(), .. OfServiceTime(), .. NotYet()];

    private static IEnumerable<Measure> OfBooking() =>
        [
            new(
                "bookings",
                "bookings",
                "Bookings confirmed, checked in or checked out, by the local day of their start."
            )
            {
                Value = counts => counts.Bookings,
            },
            new("bookings-released", "bookings", "Bookings given free because nobody came.")
            {
                Value = counts => counts.BookingsReleased,
            },
            new("bookings-overridden", "bookings", "Bookings that stand against a rule, set aside by staff.")
            {
                Value = counts => counts.BookingsOverridden,
            },
            new("walk-ins", "bookings", "Bookings that stand and were taken after their time had begun.")
            {
                Value = counts => counts.WalkIns,
            },
            new(
                "refusals",
                "refusals",
                "Attempts to book that a rule refused, by the first rule named and the local hour wished for; "
                    + "telemetry, not replayable.",
                MeasureForm.Refusals
            )
            {
                Carries = _ofRefusals,
            },
            new("bookings-cancelled", "bookings", "Bookings given up.") { Value = counts => counts.BookingsCancelled },
        ];

    private static IEnumerable<Measure> OfRooms() =>
        [
            new("booked-minutes", "minutes", "Minutes from start to end of the bookings that stand.")
            {
                Value = counts => counts.BookedMinutes,
            },
            new(
                "utilisation",
                "permille",
                "Unit-minutes held by bookings, in thousandths of the unit-minutes open by today's opening hours.",
                MeasureForm.Utilisation
            )
            {
                Value = counts => counts.HeldUnitMinutes,
                Carries = _ofFacilities,
            },
        ];

    private static IEnumerable<Measure> OfPeople() =>
        [
            new("visits", "visits", "Per site and day the larger of people counted at the door and people scanned.")
            {
                Value = counts => counts.Visits,
                Known = counts => counts.VisitDays,
                Carries = _ofSites,
            },
            new(
                "volunteers-active",
                "people",
                "Different people with credited time; distinct per cut, never summed.",
                MeasureForm.ActiveVolunteers
            )
            {
                Carries = _ofService,
            },
        ];

    private static IEnumerable<Measure> OfServiceTime() =>
        [
            new("service-minutes", "minutes", "Credited minutes by the local day of the service.")
            {
                Value = counts => counts.ServiceMinutes,
                Carries = _ofService,
            },
            new("corrections-gross", "minutes", "Minutes added and minutes taken by adjustments, both counted up.")
            {
                Value = counts => counts.MinutesAdded + counts.MinutesTaken,
                Carries = _ofService,
            },
            new(
                "recorded-in-time",
                "permille",
                "Service entries recorded within the time allowed, in thousandths of all that stand.",
                MeasureForm.Ratio
            )
            {
                Value = counts => counts.ServiceEntriesInTime,
                Of = counts => counts.ServiceEntries,
                Carries = _ofService,
            },
        ];

    private static IEnumerable<Measure> NotYet() =>
        [
            new("sessions-held", "sessions", "Sessions that took place.", MeasureForm.NotRecordedYet),
            new("attendances", "attendances", "Attendances of sessions.", MeasureForm.NotRecordedYet),
            new("people-served", "people", "Different people served, named only.", MeasureForm.NotRecordedYet),
        ];

    private static FrozenSet<FigureDimension> Set(params FigureDimension[] own) =>
        own.Append(FigureDimension.Total).Append(FigureDimension.Community).ToFrozenSet();
}
