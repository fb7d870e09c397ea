using System;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Tests.Facilities;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Bookings.BookingStory;

namespace Center.Domain.Tests.Bookings;

/// <summary>Decisions after a booking has begun, and what staff book against the rules.</summary>
public sealed class LateDecisionTests
{
    private static readonly BookingWish _exception = Wish() with { OverrideReason = "other" };

    [Fact]
    public void what_is_over_already_is_not_booked_even_against_the_rules()
    {
        Given()
            .When(state => BookingDecider.Decide(Place(_exception, Saturday.End), state))
            .ThenRefused("invalid-window")
            .Data["member"]
            .ShouldBe("end");
        var last = Given().When(state => BookingDecider.Decide(Place(_exception, Saturday.End.AddTicks(-10)), state));
        last.Decision.Refusal.ShouldBeNull();
    }

    [Fact]
    public void what_is_over_is_moved_no_more() =>
        Given(Confirmed(), new BookingCheckedIn(Saturday.Start), new BookingCheckInUndone())
            .When(state => BookingDecider.Decide(new RescheduleBooking(Wish(), Facts(Saturday.End)), state))
            .ThenRefused("wrong-state");

    [Fact]
    public void a_seat_that_nobody_used_is_moved_no_more_once_it_is_over()
    {
        var window = ShippedDefinition.Window("2026-11-24T14:00:00", "2026-11-24T15:00:00");
        var seat = Wish("chess-room", window, 2);
        var tomorrow = Wish("chess-room", ShippedDefinition.Window("2026-11-25T14:00:00", "2026-11-25T15:00:00"), 2);
        Given(new BookingConfirmed(Terms(seat), ConfirmedHow.AtOnce))
            .When(state => BookingDecider.Decide(new RescheduleBooking(tomorrow, Facts(window.End)), state))
            .ThenRefused("wrong-state");
    }

    [Fact]
    public void a_hold_ends_at_the_latest_with_its_time()
    {
        var now = Saturday.End.AddMinutes(-4);
        var hold = new PlaceBooking(_exception, Facts(now), Hold: true);
        var decision = BookingDecider.Decide(hold, Booking.Initial);
        ((BookingHeld)decision.Events.Single()).ExpiresAt.ShouldBe(Saturday.End);
    }

    [Fact]
    public void whoever_confirms_a_hold_after_the_beginning_has_a_quarter_of_an_hour_from_then()
    {
        var patient = Rules with { HoldFor = 60 };
        var held = new BookingHeld(Terms(), Saturday.Start.AddHours(1), false);
        var now = Saturday.Start.AddMinutes(40);
        var after = Given(held)
            .When(state => BookingDecider.Decide(new ConfirmBooking(now, patient), state))
            .Then(new BookingConfirmed(Terms() with { ReleaseAt = now.AddMinutes(15) }, ConfirmedHow.FromHold));
        after.StatusAt(now).ShouldBe(BookingStatus.Confirmed);
    }

    [Fact]
    public void where_no_time_to_come_is_given_nothing_is_released_in_the_moment_of_its_booking()
    {
        var strict = Rules with { ReleaseNoShowAfter = 0 };
        NoShowRelease.ReleaseAt(Saturday, Now, strict).ShouldBe(Saturday.Start);
        NoShowRelease.ReleaseAt(Saturday, Saturday.Start, strict).ShouldBe(Saturday.End);
    }

    [Fact]
    public void equipment_that_staff_lend_alone_counts_for_a_service_line_that_they_name()
    {
        var alone = _exception with { Place = ShippedDefinition.Bookable("portable-projector"), People = 1 };
        Given()
            .When(state => BookingDecider.Decide(Place(alone, Now), state))
            .ThenRefused("invalid-value")
            .Data["member"]
            .ShouldBe("serviceLine");
        var named = alone with { ServiceLine = ShippedDefinition.Book.ServiceLines[0].Code };
        BookingDecider.Decide(Place(named, Now), Booking.Initial).Refusal.ShouldBeNull();
    }

    [Fact]
    public void no_unit_is_lent_twice_with_itself()
    {
        var projector = ShippedDefinition.Bookable("portable-projector");
        var wish = _exception with
        {
            Place = projector,
            Extras = [new ExtraWish(projector, projector.UnitCodes.Count - 1)],
        };
        var chosen = UnitChoice.Choose(wish, Facts().Taken)!;
        chosen.Units.Concat(chosen.Extras[0].Units).ShouldBe(projector.UnitCodes, ignoreOrder: true);
        var more = wish with { Extras = [new ExtraWish(projector, projector.UnitCodes.Count)] };
        UnitChoice.Choose(more, Facts().Taken).ShouldBeNull();
    }

    [Fact]
    public void what_could_not_be_approved_in_time_is_neither_held_nor_moved_to()
    {
        foreach (var hold in new[] { false, true })
        {
            Given()
                .When(state => BookingDecider.Decide(new PlaceBooking(_late, Facts(_tooLate), hold), state))
                .ThenRefused("policy-notice-too-short")
                .Data["limit"]
                .ShouldBe(60);
        }

        Given(new BookingConfirmed(Terms(_later), ConfirmedHow.Approved))
            .When(state => BookingDecider.Decide(new RescheduleBooking(_late, Facts(_tooLate)), state))
            .ThenRefused("policy-notice-too-short");
    }

    [Fact]
    public void what_staff_book_though_it_could_not_be_approved_in_time_stands_at_once()
    {
        var wish = _late with { OverrideReason = "other" };
        var facts = Facts(_tooLate);
        var (terms, _, _) = Admission.Admit(wish, facts);
        terms!.Override!.Rules.ShouldBe(["policy-notice-too-short"]);
        Given()
            .When(state => BookingDecider.Decide(new PlaceBooking(wish, facts, Hold: false), state))
            .Then(new BookingConfirmed(terms, ConfirmedHow.AtOnce));
        Given()
            .When(state => BookingDecider.Decide(new PlaceBooking(wish, facts, Hold: true), state))
            .Then(new BookingHeld(terms, _tooLate.AddMinutes(10), NeedsApproval: false));
        Given(new BookingConfirmed(Terms(_later), ConfirmedHow.Approved))
            .When(state => BookingDecider.Decide(new RescheduleBooking(wish, facts), state))
            .Then(new BookingRescheduled(terms, null));
    }

    [Fact]
    public void what_staff_book_against_another_rule_still_waits_where_there_is_time()
    {
        var wish = _later with { OverrideReason = "other" };
        Given()
            .When(state => BookingDecider.Decide(new PlaceBooking(wish, Facts(), Hold: false), state))
            .Then(new BookingRequested(Terms(wish), Now.AddHours(72)));
    }

    private static readonly DateTimeOffset _tooLate = ShippedDefinition.At("2026-11-24T17:15:00");

    private static readonly BookingWish _late = Wish(
        "chess-room",
        ShippedDefinition.Window("2026-11-24T18:00:00", "2026-11-24T18:30:00"),
        people: 1
    ) with
    {
        Organisation = "committee-01",
    };

    private static readonly BookingWish _later = _late with
    {
        Window = ShippedDefinition.Window("2026-11-28T18:00:00", "2026-11-28T18:30:00"),
    };

    private static PlaceBooking Place(BookingWish wish, DateTimeOffset now) => new(wish, Facts(now), Hold: false);
}
