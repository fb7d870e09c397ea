using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Domain.Tests.Facilities;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Bookings.BookingStory;

namespace Center.Domain.Tests.Bookings;

public sealed class PlaceBookingTests
{
    [Fact]
    public void a_free_room_in_opening_hours_is_confirmed_at_once()
    {
        var booking = Given()
            .When(state => BookingDecider.Decide(new PlaceBooking(Wish(), Facts(), Hold: false), state))
            .Then(new BookingConfirmed(Terms(), ConfirmedHow.AtOnce));
        booking.Terms!.Units.ShouldBe(["music-room"]);
        booking.Terms.PolicyVersion.ShouldBe("2018-11-26");
        booking.Terms.HoldsPerson.ShouldBeTrue();
    }

    [Fact]
    public void a_hold_lives_as_long_as_the_rules_say() =>
        Given()
            .When(state => BookingDecider.Decide(new PlaceBooking(Wish(), Facts(), Hold: true), state))
            .Then(new BookingHeld(Terms(), Now.AddMinutes(10), NeedsApproval: false));

    [Fact]
    public void an_organisation_in_a_room_waits_for_approval()
    {
        var wish = Wish() with { Organisation = "committee-01" };
        Given()
            .When(state => BookingDecider.Decide(new PlaceBooking(wish, Facts(), Hold: false), state))
            .Then(new BookingRequested(Terms(wish), Now.AddHours(72)));
    }

    [Fact]
    public void outside_opening_hours_it_waits_for_approval()
    {
        var wish = Wish(window: ShippedDefinition.Window("2026-12-05T07:00:00", "2026-12-05T09:00:00"));
        Given()
            .When(state => BookingDecider.Decide(new PlaceBooking(wish, Facts(), Hold: false), state))
            .Then(new BookingRequested(Terms(wish), Now.AddHours(72)));
    }

    [Fact]
    public void a_request_that_could_not_be_decided_in_time_is_refused()
    {
        var soon = ShippedDefinition.Window("2026-11-24T21:00:00", "2026-11-24T21:30:00");
        var wish = Wish("chess-room", soon, people: 1) with { Organisation = "committee-01" };
        Given()
            .When(state =>
                BookingDecider.Decide(
                    new PlaceBooking(wish, Facts(ShippedDefinition.At("2026-11-24T20:15:00")), Hold: false),
                    state
                )
            )
            .ThenRefused("policy-notice-too-short");
    }

    [Fact]
    public void a_taken_room_is_refused() =>
        Given()
            .When(state =>
                BookingDecider.Decide(new PlaceBooking(Wish(), Facts(taken: "music-room"), Hold: false), state)
            )
            .ThenRefused("slot-taken");

    [Fact]
    public void a_closed_room_is_refused() =>
        Given()
            .When(state =>
                BookingDecider.Decide(new PlaceBooking(Wish(), Facts() with { Closed = true }, Hold: false), state)
            )
            .ThenRefused("closed");

    [Fact]
    public void a_hall_is_refused_when_one_of_its_parts_is_taken() =>
        Given()
            .When(state =>
                BookingDecider.Decide(
                    new PlaceBooking(
                        Wish("multi-function-hall"),
                        Facts(taken: "multi-function-hall-west"),
                        Hold: false
                    ),
                    state
                )
            )
            .ThenRefused("slot-taken");

    [Fact]
    public void a_part_is_free_when_only_the_other_part_is_taken() =>
        Given()
            .When(state =>
                BookingDecider.Decide(
                    new PlaceBooking(
                        Wish("multi-function-hall-east"),
                        Facts(taken: "multi-function-hall-west"),
                        Hold: false
                    ),
                    state
                )
            )
            .Then(new BookingConfirmed(Terms(Wish("multi-function-hall-east")), ConfirmedHow.AtOnce));

    [Fact]
    public void all_broken_rules_are_told_at_once()
    {
        var wish = Wish(people: 40, window: ShippedDefinition.Window("2026-12-05T14:10:00", "2026-12-05T20:10:00"));
        var refusal = Given()
            .When(state => BookingDecider.Decide(new PlaceBooking(wish, Facts(), Hold: false), state))
            .ThenRefused("policy-over-capacity");
        ((System.Collections.Generic.List<BrokenRule>)refusal.Data["broken"]!)
            .ConvertAll(rule => rule.Code)
            .ShouldBe(["policy-over-capacity", "policy-too-long", "policy-off-grid"]);
    }

    [Fact]
    public void an_override_is_recorded_with_the_rules_set_aside()
    {
        var wish = Wish(people: 40) with { OverrideReason = "other" };
        var state = Given()
            .When(booking => BookingDecider.Decide(new PlaceBooking(wish, Facts(), Hold: false), booking))
            .Then(new BookingConfirmed(Terms(wish), ConfirmedHow.AtOnce));
        state.Terms!.Override.ShouldBe(new Override("other", ["policy-over-capacity"]));
    }

    [Fact]
    public void an_override_takes_nothing_from_anybody() =>
        Given()
            .When(state =>
                BookingDecider.Decide(
                    new PlaceBooking(Wish() with { OverrideReason = "other" }, Facts(taken: "music-room"), Hold: false),
                    state
                )
            )
            .ThenRefused("slot-taken");

    [Fact]
    public void seats_are_taken_side_by_side_where_they_can_be()
    {
        var wish = Wish(
            "chess-room",
            ShippedDefinition.Window("2026-11-24T14:00:00", "2026-11-24T15:00:00"),
            people: 2
        );
        var facts = Facts(taken: ["chess-room/01", "chess-room/03"]);
        var state = Given()
            .When(booking => BookingDecider.Decide(new PlaceBooking(wish, facts, Hold: false), booking))
            .Decision.Events[0]
            .ShouldBeOfType<BookingConfirmed>();
        state.Terms!.Units.ShouldBe(["chess-room/04", "chess-room/05"]);
    }

    [Fact]
    public void equipment_is_lent_with_a_booking_and_not_alone()
    {
        var projector = ShippedDefinition.Bookable("portable-projector");
        var wish = Wish() with { Extras = [new ExtraWish(projector, 2)] };
        Terms(wish)
            .Extras.ShouldBe([new Extra("portable-projector", ["portable-projector/01", "portable-projector/02"])]);
        Given()
            .When(state =>
                BookingDecider.Decide(new PlaceBooking(Wish("portable-projector", people: 1), Facts(), false), state)
            )
            .ThenRefused("policy-only-with-a-booking");
        Given()
            .When(state =>
                BookingDecider.Decide(
                    new PlaceBooking(
                        wish,
                        Facts(taken: ["portable-projector/01", "portable-projector/03"]),
                        Hold: false
                    ),
                    state
                )
            )
            .ThenRefused("slot-taken");
    }
}
