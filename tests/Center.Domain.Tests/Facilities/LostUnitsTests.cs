using System.Linq;
using System.Text.Json.Nodes;
using Center.Domain.Facilities;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Facilities;

public sealed class LostUnitsTests
{
    private static readonly CentreBook Book = ShippedDefinition.Book;

    [Fact]
    public void more_units_and_other_words_lose_nothing()
    {
        Between(new FacilityUnitsChanged(FacilityKind.Seats, 30, []), "gym").ShouldBeEmpty();
        Between(new FacilityHoursSet(OpeningHours.Closed), "gym").ShouldBeEmpty();
        LostUnits.Between(CentreBook.Empty, Book).ShouldBeEmpty();
    }

    [Fact]
    public void fewer_units_lose_the_last() =>
        Between(new FacilityUnitsChanged(FacilityKind.Seats, 16, []), "gym").ShouldBe(["gym/17", "gym/18"]);

    [Fact]
    public void a_retired_facility_loses_all_units() =>
        Between(new FacilityRetired(), "multi-function-hall")
            .ShouldBe(["multi-function-hall-east", "multi-function-hall-west"]);

    [Fact]
    public void an_undivided_room_loses_its_parts_and_a_divided_one_itself()
    {
        var undivided = new FacilityUnitsChanged(FacilityKind.Room, 1, []);
        Between(undivided, "multi-function-hall").ShouldBe(["multi-function-hall-east", "multi-function-hall-west"]);
        var parts = Book.FindFacility("multi-function-hall")!.Parts;
        var divided = parts.Select(part => part with { Code = part.Code + "-2" });
        Between(new FacilityUnitsChanged(FacilityKind.Room, 1, [.. divided]), "music-room").ShouldBe(["music-room"]);
    }

    [Fact]
    public void a_part_that_becomes_a_room_of_its_own_is_lost_to_the_whole()
    {
        var east = Book.FindFacility("music-room")! with { Code = "multi-function-hall-east" };
        var after = Book.Evolve("facility/multi-function-hall", new FacilityRetired());
        after = after with { Facilities = after.Facilities.Add(east) };
        LostUnits.Between(Book, after).ShouldContain("multi-function-hall-east");
    }

    private static string[] Between(object @event, string code) =>
        [.. LostUnits.Between(Book, Book.Evolve($"facility/{code}", @event))];
}
