using System;
using System.Collections.Frozen;
using System.Linq;
using System.Text.Json;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Statistics;

/// <summary>What one booking counts, as its events say it.</summary>
/// <param name="Stream">Stream key of the booking.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Terms">What of its terms is counted; null before the first event.</param>
/// <param name="LeftAt">When its time ended early, or null; see <see cref="Booking.LeftAt"/>.</param>
/// <param name="WalkedIn">Whether it was taken after its time had begun.</param>
/// <param name="Position">Position of its last event; 0 before the first.</param>
public sealed record FigureBooking(
    string Stream,
    BookingStatus Status,
    FigureTerms? Terms,
    DateTimeOffset? LeftAt,
    bool WalkedIn,
    long Position
) : IStreamState<FigureBooking>
{
    internal const string Streams = "booking/";

    /// <inheritdoc/>
    public static FigureBooking Begin(string stream) => new(stream, BookingStatus.None, null, null, false, 0);

    /// <inheritdoc/>
    public FigureBooking After(IEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        var state = Booking.Evolve(new Booking(Status, null, null, false, LeftAt), e.Data);
        // Terms that the event tells are the booking's from then on; an event that tells none leaves them as they are.
        var terms = state.Terms is { } told ? FigureTerms.Of(told) : Terms;
        return this with
        {
            Status = state.Status,
            Terms = terms,
            LeftAt = state.LeftAt,
            WalkedIn = WalkedIn || (Terms is null && terms?.Window.Start <= e.Timestamp),
            Position = e.Sequence,
        };
    }

    internal static void Apply(IEvent e, ViewRows rows, FigureDirectory directory)
    {
        var before = rows.Before<FigureBooking>(e);
        var after = before.After(e);
        FigureCell.Recount(rows, before.SharesBy(directory), after.SharesBy(directory));
        rows.Keep(after);
    }

    // By what was known of the centre when its last event was counted.
    private ValueList<FigureShare> SharesBy(FigureDirectory directory)
    {
        if (Terms is not { } terms || CountsOf(this, terms) is not { } counts)
        {
            return [];
        }

        var known = directory.At(Position);
        var cut = new FigureCut(
            known.DayOf(terms.Window.Start),
            known.AreaOfSite(terms.Site),
            terms.Site,
            known.WholeOf(terms.Facility),
            terms.Kind,
            terms.ServiceLine,
            terms.Organisation,
            known.PartyOf(terms.Organisation)
        );
        return [new FigureShare(cut, counts)];
    }

    private static FigureCounts? CountsOf(FigureBooking booking, FigureTerms terms) =>
        booking.Status switch
        {
            BookingStatus.Confirmed or BookingStatus.CheckedIn or BookingStatus.CheckedOut => new FigureCounts
            {
                Bookings = 1,
                BookingsOverridden = terms.Overridden ? 1 : 0,
                WalkIns = booking.WalkedIn ? 1 : 0,
                BookedMinutes = MinutesOf(terms.Window),
                HeldUnitMinutes = terms.Units * HeldMinutes(terms.Window, booking.LeftAt),
            },
            BookingStatus.Released => new FigureCounts { BookingsReleased = 1 },
            BookingStatus.Cancelled => new FigureCounts { BookingsCancelled = 1 },
            _ => null,
        };

    private static long HeldMinutes(TimeWindow window, DateTimeOffset? leftAt)
    {
        var end = leftAt is { } left && left < window.End ? left : window.End;
        return TimeWindow.TryMake(window.Start, end) is { } held ? MinutesOf(held) : 0;
    }

    private static long MinutesOf(TimeWindow window) => window.Duration.Ticks / TimeSpan.TicksPerMinute;
}

/// <summary>What is counted of a booking's terms.</summary>
/// <param name="Window">Its own time, half-open.</param>
/// <param name="Site">Code of the site.</param>
/// <param name="Facility">Code of the facility or part.</param>
/// <param name="Kind">Kind of the facility in kebab case.</param>
/// <param name="ServiceLine">Code of the service line.</param>
/// <param name="Organisation">Code of the organisation that it is for, or null.</param>
/// <param name="Units">Number of units taken.</param>
/// <param name="Overridden">Whether staff set rules aside.</param>
public sealed record FigureTerms(
    TimeWindow Window,
    string Site,
    string Facility,
    string Kind,
    string ServiceLine,
    string? Organisation,
    int Units,
    bool Overridden
)
{
    private static readonly FrozenDictionary<FacilityKind, string> _kinds = Enum.GetValues<FacilityKind>()
        .ToFrozenDictionary(kind => kind, kind => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()));

    internal static FigureTerms Of(BookingTerms terms) =>
        new(
            terms.Window,
            terms.Site,
            terms.Facility,
            _kinds[terms.Kind],
            terms.ServiceLine,
            terms.Organisation,
            terms.Units.Count,
            terms.Override is not null
        );
}
