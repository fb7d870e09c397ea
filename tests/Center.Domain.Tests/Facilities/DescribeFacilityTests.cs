using System.Linq;
using System.Text.Json.Nodes;
using Center.Domain.Facilities;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Facilities;

public sealed class DescribeFacilityTests
{
    private static readonly CentreBook Book = ShippedDefinition.Book;

    [Fact]
    public void describing_it_as_it_is_writes_nothing() =>
        FacilityDecider.Describe(Read("gym", Json("gym")), Book).Events.ShouldBeEmpty();

    [Fact]
    public void one_difference_is_one_event()
    {
        var json = Json("gym");
        json["units"] = 20;
        FacilityDecider
            .Describe(Read("gym", json), Book)
            .Events.ShouldBe([new FacilityUnitsChanged(FacilityKind.Seats, 20, [])]);
    }

    [Fact]
    public void an_unknown_code_opens_a_facility()
    {
        var json = Json("gym");
        json.Remove("code");
        var opened = FacilityDecider.Describe(Read("second-gym", json), Book).Events.ShouldHaveSingleItem();
        Book.Evolve("facility/second-gym", opened).Find("second-gym")!.Site.ShouldBe("main");
    }

    [Theory]
    [InlineData("code", "\"music-room\"", "$.code")]
    [InlineData("site", "\"nowhere\"", "$.site")]
    [InlineData("serviceLine", "\"sport\"", "$.serviceLine")]
    [InlineData("capacity", "0", "$.capacity")]
    [InlineData("bookingRules", "{\"grid\": 7}", "$.bookingRules.grid")]
    public void a_bad_facility_is_named_by_its_place(string member, string value, string place)
    {
        var json = Json("gym");
        json[member] = JsonNode.Parse(value);
        var reading = DefinitionPieces.Facility(json.ToJsonString(), "gym", Book);
        reading.Value.ShouldBeNull();
        reading.Problems[0].Place.ShouldBe(place);
    }

    [Fact]
    public void a_part_cannot_become_a_facility() =>
        DefinitionPieces
            .Facility("{}", "multi-function-hall-east", Book)
            .Problems.ShouldContain(problem => problem.Place == "$.code");

    [Fact]
    public void setting_the_same_hours_again_writes_nothing()
    {
        var hours = new FacilityHoursSet(OpeningHours.Closed);
        FacilityDecider.SetHours("gym", OpeningHours.Closed, Book).Events.ShouldBe([hours]);
        var book = Book.Evolve("facility/gym", hours);
        FacilityDecider.SetHours("gym", OpeningHours.Closed, book).Events.ShouldBeEmpty();
        FacilityDecider.SetHours("gym", null, book).Events.ShouldBe([new FacilityHoursSet(null)]);
        FacilityDecider.SetHours("nowhere", null, book).Refusal!.Code.ShouldBe("not-found");
    }

    private static Facility Read(string code, JsonObject json)
    {
        var reading = DefinitionPieces.Facility(json.ToJsonString(), code, Book);
        reading.Problems.ShouldBeEmpty();
        return reading.Value!;
    }

    private static JsonObject Json(string code) =>
        ShippedDefinition.Root()["facilities"]!
            .AsArray()
            .Single(item => (string?)item!["code"] == code)!
            .DeepClone()
            .AsObject();
}
