using Center.Domain.Bookings;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Bookings.BookingStory;

namespace Center.Domain.Tests.Bookings;

public sealed class BookingLifeTests
{
    [Fact]
    public void confirming_a_hold_before_its_end_always_works() =>
        Given(Held())
            .When(state => BookingDecider.Decide(new ConfirmBooking(Now.AddMinutes(10).AddTicks(-10), Rules), state))
            .Then(new BookingConfirmed(null, ConfirmedHow.FromHold));

    [Fact]
    public void confirming_a_hold_at_its_end_is_too_late() =>
        Given(Held())
            .When(state => BookingDecider.Decide(new ConfirmBooking(Now.AddMinutes(10), Rules), state))
            .ThenRefused("lapsed");

    [Fact]
    public void confirming_a_hold_that_needs_approval_makes_a_request() =>
        Given(Held(needsApproval: true))
            .When(state => BookingDecider.Decide(new ConfirmBooking(Now, Rules), state))
            .Decision.Events.ShouldBe([new BookingRequested(null, Now.AddHours(72))]);

    [Fact]
    public void approving_confirms_a_request() =>
        Given(Requested())
            .When(state => BookingDecider.Decide(new ApproveBooking(Now), state))
            .Then(new BookingConfirmed(null, ConfirmedHow.Approved));

    [Fact]
    public void approving_what_has_lapsed_is_refused() =>
        Given(Requested())
            .When(state => BookingDecider.Decide(new ApproveBooking(Now.AddHours(72)), state))
            .ThenRefused("lapsed");

    [Fact]
    public void declining_ends_a_request() =>
        Given(Requested())
            .When(state => BookingDecider.Decide(new DeclineBooking(Now, "rule"), state))
            .Then(new BookingDeclined("rule"))
            .HoldsUnitsAt(Now)
            .ShouldBeFalse();

    [Fact]
    public void cancelling_tells_the_notice_in_minutes() =>
        Given(Confirmed())
            .When(state =>
                BookingDecider.Decide(
                    new CancelBooking(Saturday.Start.AddMinutes(-90.5), "ill", CancelledBy.Booker),
                    state
                )
            )
            .Then(new BookingCancelled("ill", CancelledBy.Booker, 90));

    [Fact]
    public void cancelling_after_the_end_is_refused() =>
        Given(Confirmed())
            .When(state => BookingDecider.Decide(new CancelBooking(Saturday.End, "ill", CancelledBy.Staff), state))
            .ThenRefused("wrong-state");

    [Fact]
    public void check_in_opens_half_an_hour_before()
    {
        var opens = Saturday.Start.AddMinutes(-30);
        Given(Confirmed())
            .When(state => BookingDecider.Decide(new CheckInBooking(opens.AddTicks(-10), Rules), state))
            .ThenRefused("policy-check-in-not-open");
        Given(Confirmed())
            .When(state => BookingDecider.Decide(new CheckInBooking(opens, Rules), state))
            .Then(new BookingCheckedIn(opens));
    }

    [Fact]
    public void check_in_after_the_end_is_refused() =>
        Given(Confirmed())
            .When(state => BookingDecider.Decide(new CheckInBooking(Saturday.End, Rules), state))
            .ThenRefused("wrong-state");

    [Fact]
    public void a_check_in_can_be_taken_back() =>
        Given(Confirmed(), new BookingCheckedIn(Saturday.Start))
            .When(state => BookingDecider.Decide(new UndoCheckIn(), state))
            .Then(new BookingCheckInUndone());

    [Fact]
    public void checking_out_needs_a_check_in()
    {
        Given(Confirmed())
            .When(state => BookingDecider.Decide(new CheckOutBooking(Saturday.Start), state))
            .ThenRefused("wrong-state");
        Given(Confirmed(), new BookingCheckedIn(Saturday.Start))
            .When(state => BookingDecider.Decide(new CheckOutBooking(Saturday.Start.AddHours(1)), state))
            .Then(new BookingCheckedOut(Saturday.Start.AddHours(1)));
    }

    [Fact]
    public void lapsing_waits_for_the_deadline()
    {
        Given(Held()).When(state => BookingDecider.Decide(new LapseBooking(Now.AddMinutes(9)), state)).ThenNothing();
        Given(Held())
            .When(state => BookingDecider.Decide(new LapseBooking(Now.AddMinutes(10)), state))
            .Then(new BookingLapsed(Now.AddMinutes(10)));
    }

    [Fact]
    public void moving_a_lapsed_request_is_refused() =>
        Given(Requested())
            .When(state => BookingDecider.Decide(new RescheduleBooking(Wish(), Facts(Now.AddHours(72))), state))
            .ThenRefused("lapsed");

    [Fact]
    public void moving_to_where_it_is_changes_nothing() =>
        Given(Confirmed())
            .When(state => BookingDecider.Decide(new RescheduleBooking(Wish(), Facts()), state))
            .ThenNothing();
}
