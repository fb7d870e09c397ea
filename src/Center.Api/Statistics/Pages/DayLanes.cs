using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Statistics;

namespace Center.Api.Statistics.Pages;

/// <summary>Lays bookings out on lanes; a pure function of the definition, the bookings and an instant.</summary>
/// <param name="book">The centre's definition.</param>
/// <param name="date">Local day.</param>
/// <param name="now">The instant, in the centre's offset.</param>
internal sealed class DayLanes(CentreBook book, DateOnly date, DateTimeOffset now)
{
    private const string PrivateFeature = "private";
    private const int FirstHour = 8;
    private const int LastHour = 20;

    private readonly Dictionary<string, LocalizedText> _organisations = book.Organisations.ToDictionary(
        organisation => organisation.Code,
        organisation => organisation.Name,
        StringComparer.Ordinal
    );

    /// <summary>The axis of the day: all opening hours and all that is taken, to full hours.</summary>
    public DayAxis AxisOf(IEnumerable<Bookable> places, IEnumerable<BoardBooking> bookings)
    {
        var day = book.Zone.DayOf(date);
        var windows = places
            .SelectMany(place => book.OpenWindows(place, date))
            .Concat(bookings.Select(BlockWindow).OfType<TimeWindow>())
            .Select(window => window.Intersect(day))
            .OfType<TimeWindow>()
            .ToList();
        var (first, last) =
            windows.Count == 0
                ? (day.Start.AddHours(FirstHour), day.Start.AddHours(LastHour))
                : (windows.Min(window => window.Start), windows.Max(window => window.End));
        return new DayAxis(
            book.Zone.LocalOf(Hour(first, up: false, day.Start)),
            book.Zone.LocalOf(Hour(last, up: true, day.Start))
        );
    }

    /// <summary>One facility through the day.</summary>
    public DayRow RowOf(Bookable place, DayAxis axis, IEnumerable<BoardBooking> bookings)
    {
        var shown = bookings.Where(booking => BlockWindow(booking) is not null).ToList();
        var blocks = place.Kind == FacilityKind.Room ? Blocks(place, shown) : Steps(place, shown);
        var open = book.OpenWindows(place, date);
        return new DayRow(
            place.Code,
            place.Name,
            place.Kind,
            place.UnitCodes.Count,
            NowOf(place, open, blocks),
            [.. ClosedOf(new TimeWindow(axis.Start, axis.End), open)],
            blocks
        );
    }

    private List<DayBlock> Blocks(Bookable place, List<BoardBooking> bookings) =>
        [
            .. bookings.Select(booking => new DayBlock(
                BlockWindow(booking)!.Value,
                booking.End <= now ? DayState.Ended : StateOf(booking.StatusAt(now)),
                booking.Units.Count,
                Math.Max(0, booking.Units.Min(unit => IndexOf(place.UnitCodes, unit))),
                place.Features.Contains(PrivateFeature) ? null : DetailOf(place, booking)
            )),
        ];

    private static List<DayBlock> Steps(Bookable place, List<BoardBooking> bookings)
    {
        var windows = bookings.Select(booking => (Window: BlockWindowOfLive(booking), booking.Units.Count)).ToList();
        var marks = windows
            .SelectMany(taken => new[] { taken.Window.Start, taken.Window.End })
            .Distinct()
            .Order()
            .ToList();
        var steps = new List<DayBlock>();
        foreach (var (start, end) in marks.Zip(marks.Skip(1)))
        {
            var taken = windows.Where(one => one.Window.Contains(start)).Sum(one => one.Count);
            if (steps.Count > 0 && steps[^1].Window.End == start && steps[^1].Taken == taken)
            {
                steps[^1] = steps[^1] with { Window = new TimeWindow(steps[^1].Window.Start, end) };
            }
            else if (taken > 0)
            {
                var state = taken >= place.UnitCodes.Count ? DayState.Full : DayState.Partly;
                steps.Add(new DayBlock(new TimeWindow(start, end), state, taken, 0, null));
            }
        }

        return steps;
    }

    private DayNow NowOf(Bookable place, IReadOnlyList<TimeWindow> open, List<DayBlock> blocks)
    {
        var current = blocks.Where(block => IsCurrent(block)).ToList();
        var taken = current.Sum(block => block.Taken);
        if (taken > 0)
        {
            var state =
                place.UnitCodes.Count == 1 ? current[0].State
                : taken < place.UnitCodes.Count ? DayState.Partly
                : DayState.Full;
            return new DayNow(state, taken, Local(current.Min(block => block.Window.End)));
        }

        if (!open.Any(window => window.Contains(now)))
        {
            return new DayNow(DayState.Closed, 0, Earliest(open.Select(window => window.Start)));
        }

        var coming = blocks.Where(block => block.State != DayState.Ended).Select(block => block.Window.Start);
        return new DayNow(DayState.Free, 0, Earliest(coming.Concat(open.Select(window => window.End))));
    }

    // Whoever checked in a few minutes early is there already.
    private bool IsCurrent(DayBlock block) =>
        block.State != DayState.Ended
        && now < block.Window.End
        && (block.Window.Start <= now || block.State == DayState.InUse);

    private DateTimeOffset? Earliest(IEnumerable<DateTimeOffset> instants) =>
        instants.Where(instant => instant > now).Order().Select(Local).FirstOrDefault();

    private DateTimeOffset? Local(DateTimeOffset instant) => book.Zone.LocalOf(instant);

    private DayDetail DetailOf(Bookable place, BoardBooking booking) =>
        new(
            booking.Purpose,
            booking.People,
            booking.Facility == place.Code ? null : book.Find(booking.Facility)?.Name,
            booking.Organisation is { } code ? _organisations.GetValueOrDefault(code) : null
        );

    // What lapsed, was given up or was never taken leaves the place free; whoever left early has it no longer.
    private TimeWindow? BlockWindow(BoardBooking booking) =>
        StateOf(booking.StatusAt(now)) == DayState.Free ? null
        : BlockWindowOfLive(booking) is { } window ? window
        : null;

    private static TimeWindow BlockWindowOfLive(BoardBooking booking) =>
        TimeWindow.TryMake(booking.Start, booking.LeftAt is { } left && left < booking.End ? left : booking.End)
        ?? new TimeWindow(booking.Start, booking.Start.AddMinutes(1));

    private static IEnumerable<TimeWindow> ClosedOf(TimeWindow axis, IReadOnlyList<TimeWindow> open)
    {
        var reached = axis.Start;
        foreach (var window in open)
        {
            if (TimeWindow.TryMake(reached, window.Start) is { } closed)
            {
                yield return closed;
            }

            reached = window.End > reached ? window.End : reached;
        }

        if (TimeWindow.TryMake(reached, axis.End) is { } rest)
        {
            yield return rest;
        }
    }

    private static DayState StateOf(BookingStatus status) =>
        status switch
        {
            BookingStatus.Held => DayState.Held,
            BookingStatus.Requested => DayState.Requested,
            BookingStatus.Confirmed => DayState.Booked,
            BookingStatus.CheckedIn => DayState.InUse,
            BookingStatus.CheckedOut => DayState.Ended,
            _ => DayState.Free,
        };

    private static int IndexOf(IReadOnlyList<string> units, string unit)
    {
        for (var index = 0; index < units.Count; index++)
        {
            if (units[index] == unit)
            {
                return index;
            }
        }

        return 0;
    }

    private static DateTimeOffset Hour(DateTimeOffset instant, bool up, DateTimeOffset midnight)
    {
        var past = (instant - midnight).Ticks % TimeSpan.TicksPerHour;
        return past == 0 ? instant
            : up ? instant.AddTicks(TimeSpan.TicksPerHour - past)
            : instant.AddTicks(-past);
    }
}
