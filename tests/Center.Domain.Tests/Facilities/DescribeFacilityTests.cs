using System;
using System.Linq;
using System.Text.Json.Nodes;
using Center.Domain.Facilities;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Facilities;

public sealed class DescribeFacilityTests
{
    private static readonly CentreBook Book = ShippedDefinition.Book;
    private static readonly DateOnly Today = new(2026, 11, 24);

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
    [InlineData("floor", "6", "$.floor")]
    [InlineData("bookingRules", "{\"grid\": 7}", "$.bookingRules.grid")]
    public void a_bad_facility_is_named_by_its_place(string member, string value, string place)
    {
        var json = Json("gym");
        json[member] = JsonNode.Parse(value);
        var reading = DefinitionPieces.Facility(json.ToJsonString(), "gym", Today, Book);
        reading.Value.ShouldBeNull();
        reading.Problems[0].Place.ShouldBe(place);
    }

    [Fact]
    public void what_is_no_code_cannot_be_opened() =>
        DefinitionPieces
            .Facility(Json("gym").ToJsonString(), "Big Room", Today, Book)
            .Problems.ShouldContain(problem => problem.Place == "$.code");

    [Fact]
    public void equipment_need_not_say_its_kind_again()
    {
        var reading = DefinitionPieces.Facility(
            """{"name": {"zh-CN": "便携投影仪", "en": "Portable projector"}, "units": 3}""",
            "portable-projector",
            Today,
            Book
        );
        FacilityDecider.Describe(reading.Value!, Book).Events.ShouldBeEmpty();
    }

    [Fact]
    public void what_is_different_must_fit_the_rules_of_today_and_of_later()
    {
        var hourly = Book.BookingRules[0] with
        {
            Version = "later",
            EffectiveFrom = Today.AddDays(9),
            Seats = Book.BookingRules[0].Seats with { Grid = 60, Shortest = 60 },
        };
        var book = Book.Evolve("policy/nanyang_xincun", new BookingRulesAdopted(hourly));
        var json = Json("gym");
        json["bookingRules"] = new JsonObject { ["longest"] = 90 };
        Problems(Today).ShouldBe(["$.bookingRules.longest"]);
        json["bookingRules"] = new JsonObject { ["grid"] = 60, ["longest"] = 120 };
        Problems(Today).ShouldBe(["$.bookingRules.shortest"]);
        Problems(Today.AddDays(9)).ShouldBeEmpty();

        string[] Problems(DateOnly today) =>
            [
                .. DefinitionPieces
                    .Facility(json.ToJsonString(), "gym", today, book)
                    .Problems.Select(problem => problem.Place),
            ];
    }

    [Fact]
    public void a_part_cannot_become_a_facility() =>
        DefinitionPieces
            .Facility("{}", "multi-function-hall-east", Today, Book)
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
        var reading = DefinitionPieces.Facility(json.ToJsonString(), code, Today, Book);
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
