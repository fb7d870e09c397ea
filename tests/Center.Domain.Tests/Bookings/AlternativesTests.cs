using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Tests.Facilities;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Bookings;

public sealed class AlternativesTests
{
    [Theory]
    [InlineData("music-room")]
    [InlineData("multi-function-hall")]
    [InlineData("chess-room")]
    public void a_taken_place_is_offered_at_the_nearest_other_times(string facility)
    {
        var soon = ShippedDefinition.Window("2026-11-28T14:00:00", "2026-11-28T16:00:00");
        var wish = BookingStory.Wish(facility, soon, people: 4);
        var busy = wish.Place.UnitCodes.Select(unit => new BusyUnit(unit, soon)).ToList();

        var found = Alternatives.Find(wish, ShippedDefinition.Book, busy, BookingStory.Now);

        var times = found.Where(way => way.Kind == AlternativeKind.OtherTime).ToList();
        times.Count.ShouldBe(3);
        times.ShouldAllBe(way => way.Facility == facility);
        times[0].Start.ShouldBe(soon.Start.AddHours(-2));
    }

    [Fact]
    public void a_divisible_room_is_offered_to_whoever_wanted_another_divisible_room()
    {
        var soon = ShippedDefinition.Window("2026-11-28T14:00:00", "2026-11-28T16:00:00");
        var wish = BookingStory.Wish("party-activity-centre", soon, people: 55);
        var busy = wish.Place.UnitCodes.Select(unit => new BusyUnit(unit, soon)).ToList();

        var found = Alternatives.Find(wish, ShippedDefinition.Book, busy, BookingStory.Now);

        found
            .Where(way => way.Kind == AlternativeKind.OtherRoom)
            .ShouldContain(way => way.Facility == "multi-function-hall");
    }
}
