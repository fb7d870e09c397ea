using System;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Statistics;

/// <summary>What one booking counts at present, so that its next event can take it back.</summary>
/// <param name="Id">Stream key of the booking.</param>
/// <param name="State">The booking as it stands.</param>
/// <param name="Shares">What it counts.</param>
/// <param name="WalkedIn">Whether it was taken after its time had begun.</param>
public sealed record FigureBooking(string Id, Booking State, ValueList<FigureShare> Shares, bool WalkedIn = false)
    : IViewRow
{
    internal const string Streams = "booking/";

    internal static async ValueTask ApplyAsync(IEvent e, ViewRows rows, FigureDirectory directory)
    {
        var id = e.StreamKey!;
        var before = await rows.FindAsync<FigureBooking>(id) ?? new FigureBooking(id, Booking.Initial, []);
        var state = Booking.Evolve(before.State, e.Data);
        var walkedIn =
            before.WalkedIn
            || (before.State.Terms is null && state.Terms is { } first && first.Window.Start <= e.Timestamp);
        var after = new FigureBooking(id, state, SharesOf(state, walkedIn, directory), walkedIn);
        FigureCell.Recount(rows, before.Shares, after.Shares);
        rows.Store(after);
    }

    private static ValueList<FigureShare> SharesOf(Booking state, bool walkedIn, FigureDirectory directory)
    {
        if (state.Terms is not { } terms || CountsOf(state.Status, terms, walkedIn, state.LeftAt) is not { } counts)
        {
            return [];
        }

        var cut = new FigureCut(
            directory.DayOf(terms.Window.Start),
            directory.AreaOfSite(terms.Site),
            terms.Site,
            directory.WholeOf(terms.Facility),
            JsonNamingPolicy.KebabCaseLower.ConvertName(terms.Kind.ToString()),
            terms.ServiceLine,
            terms.Organisation,
            directory.PartyOf(terms.Organisation)
        );
        return [new FigureShare(cut, counts)];
    }

    private static FigureCounts? CountsOf(
        BookingStatus status,
        BookingTerms terms,
        bool walkedIn,
        DateTimeOffset? leftAt
    ) =>
        status switch
        {
            BookingStatus.Confirmed or BookingStatus.CheckedIn or BookingStatus.CheckedOut => new FigureCounts
            {
                Bookings = 1,
                BookingsOverridden = terms.Override is null ? 0 : 1,
                WalkIns = walkedIn ? 1 : 0,
                BookedMinutes = MinutesOf(terms.Window),
                HeldUnitMinutes = terms.Units.Count * HeldMinutes(terms.Window, leftAt),
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
