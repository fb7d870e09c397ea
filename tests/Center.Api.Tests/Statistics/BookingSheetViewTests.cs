using System;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Projections.Bookings;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Statistics;

public sealed class BookingSheetViewTests(TestPostgres postgres)
{
    private readonly BookingSheetView _view = new();

    [Fact]
    public async Task a_booking_of_a_part_is_listed_under_its_whole()
    {
        await using var lab = await ViewLab.StartAsync(postgres);
        await CentreStory.OpenAsync(lab);
        await lab.ConfirmAsync("b1", CentreStory.Terms(CentreStory.At(10), 60, "hall-a"));
        await lab.FollowAsync(_view);
        var sheet = (await lab.FindAsync<BookingSheet>("b1"))!;
        (sheet.Facility, sheet.Whole, sheet.Status, sheet.Version).ShouldBe(
            ("hall-a", "hall", BookingStatus.Confirmed, 1)
        );
        sheet.Position.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task a_booking_keeps_its_terms_through_its_life()
    {
        await using var lab = await ViewLab.StartAsync(postgres);
        await CentreStory.OpenAsync(lab);
        var until = CentreStory.At(9, 10).ToUniversalTime();
        await lab.AppendAsync("booking/b1", new BookingHeld(CentreStory.Terms(CentreStory.At(10), 60), until, false));
        await lab.FollowAsync(_view);
        var held = (await lab.FindAsync<BookingSheet>("b1"))!;
        held.StatusAt(until.AddSeconds(-1)).ShouldBe(BookingStatus.Held);
        held.StatusAt(until).ShouldBe(BookingStatus.Lapsed);

        await lab.AppendAsync("booking/b1", new BookingConfirmed(null, ConfirmedHow.FromHold));
        await lab.AppendAsync("booking/b1", new BookingCheckedIn(CentreStory.At(10)));
        var left = CentreStory.At(10, 30).ToUniversalTime();
        await lab.AppendAsync("booking/b1", new BookingCheckedOut(left));
        await lab.FollowAsync(_view);
        var sheet = (await lab.FindAsync<BookingSheet>("b1"))!;
        (sheet.Status, sheet.Deadline, sheet.LeftAt, sheet.Version, sheet.Facility).ShouldBe(
            (BookingStatus.CheckedOut, null, left, 4, "hall")
        );
    }

    [Fact]
    public async Task a_moved_booking_shows_its_new_place()
    {
        await using var lab = await ViewLab.StartAsync(postgres);
        await CentreStory.OpenAsync(lab);
        await lab.ConfirmAsync("b1", CentreStory.Terms(CentreStory.At(10), 60));
        var seats = CentreStory.Terms(
            CentreStory.At(14),
            30,
            "reading-room",
            kind: FacilityKind.Seats,
            units: "reading-room/01"
        );
        await lab.AppendAsync("booking/b1", new BookingRescheduled(seats, CentreStory.At(12).ToUniversalTime()));
        await lab.FollowAsync(_view);
        var sheet = (await lab.FindAsync<BookingSheet>("b1"))!;
        (sheet.Whole, sheet.Status, sheet.Start).ShouldBe(
            ("reading-room", BookingStatus.Requested, CentreStory.At(14).ToUniversalTime())
        );
    }

    [Fact]
    public async Task a_replay_gives_equal_sheets()
    {
        await using var lab = await ViewLab.StartAsync(postgres);
        await CentreStory.OpenAsync(lab);
        for (var i = 0; i < 20; i++)
        {
            await lab.ConfirmAsync($"b{i}", CentreStory.Terms(CentreStory.At(9, 0, i), 60, "hall-b"));
            if (i % 3 == 0)
            {
                await lab.AppendAsync($"booking/b{i}", new BookingCancelled("ill", CancelledBy.Booker, 60));
            }
        }

        await lab.FollowAsync(_view);
        (await lab.DifferencesOfReplayAsync(_view)).ShouldBeEmpty();
        (await lab.AllAsync<BookingSheet>()).Count.ShouldBe(20);
    }
}
