using System;
using System.Collections.Frozen;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Statistics;

/// <summary>What one booking counts at present, so that its next event can take it back.</summary>
/// <param name="Id">Stream key of the booking.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Terms">What of its terms is counted; null before the first event.</param>
/// <param name="LeftAt">When its time ended early, or null; see <see cref="Booking.LeftAt"/>.</param>
/// <param name="Shares">What it counts.</param>
/// <param name="WalkedIn">Whether it was taken after its time had begun.</param>
public sealed record FigureBooking(
    string Id,
    BookingStatus Status,
    FigureTerms? Terms,
    DateTimeOffset? LeftAt,
    ValueList<FigureShare> Shares,
    bool WalkedIn
) : IViewRow
{
    internal const string Streams = "booking/";

    internal static async ValueTask ApplyAsync(IEvent e, ViewRows rows, FigureDirectory directory)
    {
        var id = e.StreamKey!;
        var before = await rows.FindAsync<FigureBooking>(id);
        var after = Evolve(before ?? new FigureBooking(id, BookingStatus.None, null, null, [], false), e);
        after = after with { Shares = SharesOf(after, directory) };
        FigureCell.Recount(rows, before?.Shares ?? [], after.Shares);
        rows.Store(after);
    }

    // Terms that the event tells are the booking's from then on; an event that tells none leaves them as they are.
    private static FigureBooking Evolve(FigureBooking before, IEvent e)
    {
        var state = Booking.Evolve(new Booking(before.Status, null, null, false, before.LeftAt), e.Data);
        var terms = state.Terms is { } told ? FigureTerms.Of(told) : before.Terms;
        return before with
        {
            Status = state.Status,
            Terms = terms,
            LeftAt = state.LeftAt,
            WalkedIn = before.WalkedIn || (before.Terms is null && terms?.Window.Start <= e.Timestamp),
        };
    }

    private static ValueList<FigureShare> SharesOf(FigureBooking booking, FigureDirectory directory)
    {
        if (booking.Terms is not { } terms || CountsOf(booking, terms) is not { } counts)
        {
            return [];
        }

        var cut = new FigureCut(
            directory.DayOf(terms.Window.Start),
            directory.AreaOfSite(terms.Site),
            terms.Site,
            directory.WholeOf(terms.Facility),
            terms.Kind,
            terms.ServiceLine,
            terms.Organisation,
            directory.PartyOf(terms.Organisation)
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
