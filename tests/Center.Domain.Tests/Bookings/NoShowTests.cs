using System;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Domain.Tests.Facilities;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Bookings.BookingStory;

namespace Center.Domain.Tests.Bookings;

public sealed class NoShowTests
{
    private static readonly DateTimeOffset _due = Saturday.Start.AddMinutes(15);

    [Fact]
    public void a_room_is_released_a_quarter_of_an_hour_after_its_start() => Terms().ReleaseAt.ShouldBe(_due);

    [Fact]
    public void a_seat_is_never_released_since_its_no_shows_are_not_counted()
    {
        var window = ShippedDefinition.Window("2026-11-24T14:00:00", "2026-11-24T15:00:00");
        Terms(Wish("chess-room", window, 2)).ReleaseAt.ShouldBeNull();
    }

    [Fact]
    public void whoever_takes_what_has_begun_gets_a_quarter_of_an_hour_from_then()
    {
        var now = Saturday.Start.AddMinutes(20);
        NoShowRelease.ReleaseAt(Saturday, now, Rules).ShouldBe(now.AddMinutes(15));
        NoShowRelease.ReleaseAt(Saturday, Saturday.End.AddMinutes(-5), Rules).ShouldBe(Saturday.End);
    }

    [Fact]
    public void it_is_released_from_its_deadline_on_for_whoever_looks()
    {
        var booking = Given(Confirmed()).State;
        booking.StatusAt(_due.AddTicks(-10)).ShouldBe(BookingStatus.Confirmed);
        booking.HoldsUnitsAt(_due.AddTicks(-10)).ShouldBeTrue();
        booking.StatusAt(_due).ShouldBe(BookingStatus.Released);
        booking.HoldsUnitsAt(_due).ShouldBeFalse();
    }

    [Fact]
    public void tidying_up_writes_the_release()
    {
        Given(Confirmed())
            .When(state => BookingDecider.Decide(new LapseBooking(_due.AddTicks(-10)), state))
            .ThenNothing();
        var after = Given(Confirmed())
            .When(state => BookingDecider.Decide(new LapseBooking(_due.AddSeconds(5)), state))
            .Then(new BookingReleasedAsNoShow(_due, Late: false));
        after.StatusAt(_due).ShouldBe(BookingStatus.Released);
        after.LeftAt.ShouldBe(_due);
    }

    [Fact]
    public void a_release_that_comes_much_later_says_so() =>
        Given(Confirmed())
            .When(state => BookingDecider.Decide(new LapseBooking(_due.AddMinutes(6)), state))
            .Then(new BookingReleasedAsNoShow(_due, Late: true));

    [Fact]
    public void whoever_came_is_not_released() =>
        Given(Confirmed(), new BookingCheckedIn(Saturday.Start))
            .When(state => BookingDecider.Decide(new LapseBooking(Saturday.End), state))
            .ThenNothing();

    [Fact]
    public void a_check_in_that_is_taken_back_lets_the_deadline_stand_again() =>
        Given(Confirmed(), new BookingCheckedIn(Saturday.Start), new BookingCheckInUndone())
            .State.StatusAt(_due)
            .ShouldBe(BookingStatus.Released);

    [Fact]
    public void an_approved_request_and_a_confirmed_hold_are_released_too()
    {
        Given(Requested(), new BookingConfirmed(null, ConfirmedHow.Approved)).State.Deadline.ShouldBe(_due);
        Given(Held(), new BookingConfirmed(null, ConfirmedHow.FromHold)).State.Deadline.ShouldBe(_due);
    }

    [Fact]
    public void a_booking_that_moves_has_the_deadline_of_its_new_time()
    {
        var later = ShippedDefinition.Window("2026-12-06T14:00:00", "2026-12-06T16:00:00");
        Given(Confirmed())
            .When(state => BookingDecider.Decide(new RescheduleBooking(Wish(window: later), Facts()), state))
            .Then(new BookingRescheduled(Terms(Wish(window: later)), null))
            .Deadline.ShouldBe(later.Start.AddMinutes(15));
    }

    [Fact]
    public void what_is_released_can_neither_be_checked_in_to_nor_cancelled_nor_moved()
    {
        Given(Confirmed())
            .When(state => BookingDecider.Decide(new CheckInBooking(_due, Rules), state))
            .ThenRefused("wrong-state");
        Given(Confirmed())
            .When(state => BookingDecider.Decide(new CancelBooking(_due, "ill", CancelledBy.Booker), state))
            .ThenRefused("wrong-state");
        Given(Confirmed())
            .When(state => BookingDecider.Decide(new RescheduleBooking(Wish(), Facts(_due)), state))
            .ThenRefused("wrong-state");
    }

    [Fact]
    public void a_scan_from_before_the_release_shows_that_somebody_was_there()
    {
        var released = Given(Confirmed(), new BookingReleasedAsNoShow(_due, false)).State;
        NoShowRelease.WasThere(released, _due.AddTicks(-10), Rules).ShouldBeTrue();
        NoShowRelease.WasThere(released, Saturday.Start.AddMinutes(-30), Rules).ShouldBeTrue();
        NoShowRelease.WasThere(released, Saturday.Start.AddMinutes(-31), Rules).ShouldBeFalse();
        NoShowRelease.WasThere(released, _due, Rules).ShouldBeFalse();
        NoShowRelease.WasThere(Given(Confirmed()).State, Saturday.Start, Rules).ShouldBeFalse();
    }
}
