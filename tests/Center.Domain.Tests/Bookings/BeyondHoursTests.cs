using System;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.Tests.Facilities;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Bookings;

/// <summary>Times beyond opening hours: on 26 November 2026, a Thursday, 08:30–12:00 and 14:00–20:30 are open.</summary>
public sealed class BeyondHoursTests
{
    [Theory]
    [InlineData("20:00", "21:00", true)]
    [InlineData("12:00", "14:00", true)]
    [InlineData("11:00", "15:00", true)]
    [InlineData("05:00", "06:30", true)]
    [InlineData("14:00", "15:00", false)]
    [InlineData("19:30", "20:30", false)]
    [InlineData("20:15", "21:15", false)]
    [InlineData("17:00", "21:30", false)]
    public void whatever_goes_beyond_them_is_offered_for_approval(string from, string to, bool offered)
    {
        var slot = Beyond("music-room", from, to);

        (slot is not null).ShouldBe(offered);
        (slot?.NeedsApproval ?? true).ShouldBeTrue();
    }

    [Fact]
    public void what_is_offered_is_what_the_decision_makes_a_request_of()
    {
        var quarters = Enumerable.Range(0, 92).Select(quarter => quarter * 15).ToList();
        foreach (var minute in quarters)
        {
            var window = WindowOf(minute, minute + 60);
            var slot = SlotSearch.Beyond(Music, window, ShippedDefinition.Book, [], BookingStory.Now);
            var decided = BookingDecider.Decide(
                new PlaceBooking(BookingStory.Wish("music-room", window), BookingStory.Facts(), Hold: false),
                Booking.Initial
            );
            (decided.Events is [BookingRequested]).ShouldBe(slot is not null, window.ToString());
        }
    }

    [Fact]
    public void nothing_is_offered_that_nobody_could_approve_in_time()
    {
        var chess = ShippedDefinition.Bookable("chess-room");
        var window = ShippedDefinition.Window("2026-11-24T12:30:00", "2026-11-24T13:30:00");

        SlotSearch.Beyond(chess, window, ShippedDefinition.Book, [], At("11:29")).ShouldNotBeNull();
        SlotSearch.Beyond(chess, window, ShippedDefinition.Book, [], At("11:30")).ShouldBeNull();
    }

    [Fact]
    public void nothing_is_offered_that_somebody_holds()
    {
        var window = WindowOf(20 * 60, 21 * 60);
        BusyUnit[] busy = [new("music-room", WindowOf((20 * 60) + 59, 22 * 60))];

        SlotSearch.Beyond(Music, window, ShippedDefinition.Book, busy, BookingStory.Now).ShouldBeNull();
    }

    [Theory]
    [InlineData("refuse", false, false)]
    [InlineData("allow", true, false)]
    [InlineData("approval", true, true)]
    public void the_rules_say_what_becomes_of_them(string rule, bool offered, bool needsApproval)
    {
        var definition = ShippedDefinition.Edited(root =>
            root["bookingRules"]!["everywhere"]!["outsideOpeningHours"] = rule
        );
        var book = ShippedDefinition.Fold(CentreBook.Empty, ShippedDefinition.Import(definition, CentreBook.Empty));

        var slot = SlotSearch.Beyond(book.Find("music-room")!, WindowOf(20 * 60, 21 * 60), book, [], BookingStory.Now);

        (slot is not null).ShouldBe(offered);
        (slot?.NeedsApproval ?? false).ShouldBe(needsApproval);
    }

    private static Bookable Music => ShippedDefinition.Bookable("music-room");

    private static Slot? Beyond(string place, string from, string to) =>
        SlotSearch.Beyond(
            ShippedDefinition.Bookable(place),
            ShippedDefinition.Window($"2026-11-26T{from}:00", $"2026-11-26T{to}:00"),
            ShippedDefinition.Book,
            [],
            BookingStory.Now
        );

    private static TimeWindow WindowOf(int from, int to)
    {
        var midnight = ShippedDefinition.At("2026-11-26T00:00:00");
        return new TimeWindow(midnight.AddMinutes(from), midnight.AddMinutes(to));
    }

    private static DateTimeOffset At(string time) => ShippedDefinition.At($"2026-11-24T{time}:00");
}
