using System.Linq;
using System.Text.Json.Nodes;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.Organisations;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Facilities;

public sealed class ImportDefinitionTests
{
    private static CentreBook Book => ShippedDefinition.Book;

    [Fact]
    public void the_shipped_definition_makes_the_whole_centre()
    {
        var wholes = Book.Bookables(withParts: false).ToList();
        wholes.Count(item => item.Site == "main" && item.Kind != FacilityKind.Equipment).ShouldBe(23);
        wholes.Count(item => item.Site != "main").ShouldBe(24);
        wholes.Count(item => item.Kind == FacilityKind.Equipment).ShouldBe(2);
        Book.Bookables(withParts: true).Count(item => item.IsPart).ShouldBe(4);
        Book.Sites.Count.ShouldBe(13);
        Book.ServiceLines.Select(line => line.Code).First().ShouldBe("party-building");
        Book.ServiceLines.Count.ShouldBe(5);
        Book.Parties.Count.ShouldBe(4);
        Book.Communities.Count.ShouldBe(12);
        Book.Organisations.Count.ShouldBe(16);
        Book.Teams.Count.ShouldBe(2);
        Book.CentreId.ShouldBe("nanyang_xincun");
        Book.Centre.ShouldBe(ShippedDefinition.Definition.Centre);
        Book.Centre!.Sizing!.VisitsPerYear.ShouldBe(154233);
        Book.HolidayCalendar.ShouldBe(ShippedDefinition.Holidays);
        Book.BookingRules.ShouldBe([ShippedDefinition.Definition.BookingRules]);
        Book.ServiceTimeRules.ShouldBe([ShippedDefinition.Definition.ServiceTimeRules]);
        Book.ServiceTimeRules[0].BackfillShareWarningPercent.ShouldBe(20);
        Book.Former.ShouldBeEmpty();
    }

    [Fact]
    public void importing_twice_changes_nothing() =>
        ShippedDefinition.Import(ShippedDefinition.Definition, Book).ShouldBeEmpty();

    [Fact]
    public void comments_do_not_count() =>
        ThenEvents(root => root["facilities"]![0]!["_note"] = new JsonObject { ["x"] = 1 });

    [Fact]
    public void another_capacity_is_one_event() =>
        ThenEvents(
            root => root["facilities"]![3]!["capacity"] = 11,
            (
                "facility/childrens-home",
                new FacilityDescribed(
                    "main",
                    "convenience",
                    2,
                    Book.FindFacility("childrens-home")!.Name,
                    11,
                    ["soft-floor", "guardian-seating"],
                    "seed"
                )
            )
        );

    [Fact]
    public void more_units_are_one_event() =>
        ThenEvents(
            root => root["facilities"]![1]!["units"] = 9,
            ("facility/government-service-hall", new FacilityUnitsChanged(FacilityKind.Counter, 9, []))
        );

    [Fact]
    public void a_facility_that_is_left_out_is_retired() =>
        ThenEvents(
            root => root["facilities"]!.AsArray().RemoveAt(3),
            ("facility/childrens-home", new FacilityRetired())
        );

    [Fact]
    public void a_retired_facility_is_opened_again_by_a_later_file()
    {
        var without = ShippedDefinition.Edited(root => root["facilities"]!.AsArray().RemoveAt(3));
        var retired = ShippedDefinition.Fold(Book, ShippedDefinition.Import(without, Book));
        retired.Find("childrens-home").ShouldBeNull();
        retired.Former.ShouldHaveSingleItem().Code.ShouldBe("childrens-home");

        var changes = ShippedDefinition.Import(ShippedDefinition.Definition, retired);

        changes.ShouldHaveSingleItem().Events.ShouldHaveSingleItem().ShouldBeOfType<FacilityOpened>();
        ShippedDefinition.Fold(retired, changes).ShouldBe(Book);
    }

    [Fact]
    public void own_hours_and_rules_are_one_event_each() =>
        ThenEvents(
            root =>
            {
                root["facilities"]![3]!["openingHours"] = new JsonObject { ["daily"] = new JsonArray("00:00-24:00") };
                root["facilities"]![3]!["bookingRules"] = new JsonObject { ["longest"] = 60, ["perPerson"] = null };
            },
            ("facility/childrens-home", new FacilityHoursSet(DayAndNight)),
            (
                "facility/childrens-home",
                new FacilityRulesOverridden(new RuleOverrides(Longest: 60, Lifted: [LiftableRule.PerPerson]))
            )
        );

    [Fact]
    public void another_party_of_an_organisation_is_one_event() =>
        ThenEvents(
            root => root["organisations"]![0]!["party"] = "enterprises",
            (
                "organisation/street-office",
                new OrganisationDescribed("enterprises", null, LocalizedText.Chinese("南阳新村街道办事处"))
            )
        );

    [Fact]
    public void another_address_is_one_event() =>
        ThenEvents(
            root => root["centre"]!["address"]!["zh-CN"] = "别处",
            (
                "centre/nanyang_xincun",
                new CentreDescribed(Book.Centre! with { Address = LocalizedText.Chinese("别处") })
            )
        );

    [Fact]
    public void a_new_version_of_rules_is_adopted()
    {
        var definition = ShippedDefinition.Edited(root =>
        {
            root["bookingRules"]!["version"] = "2027";
            root["bookingRules"]!["effectiveFrom"] = "2027-01-01";
            root["bookingRules"]!["room"]!["longest"] = 120;
        });
        var change = ShippedDefinition.Import(definition, Book).ShouldHaveSingleItem();
        change.StreamKey.ShouldBe("policy/nanyang_xincun");
        change.Events.ShouldBe([new BookingRulesAdopted(definition.BookingRules)]);
    }

    [Theory]
    [InlineData("bookingRules", "room", "longest", "$.bookingRules.version")]
    [InlineData("serviceTimeRules", null, "dailyCap", "$.serviceTimeRules.version")]
    public void other_rules_under_an_adopted_version_are_refused(
        string rules,
        string? kind,
        string member,
        string place
    )
    {
        var definition = ShippedDefinition.Edited(root =>
            (kind is null ? root[rules]! : root[rules]![kind]!)[member] = 120
        );
        ThenRefused(definition, place);
    }

    [Fact]
    public void another_centre_is_refused() =>
        ThenRefused(ShippedDefinition.Edited(root => root["centre"]!["id"] = "elsewhere"), "$.centre.id");

    [Fact]
    public void only_a_changed_year_of_holidays_is_adopted()
    {
        var next = new HolidayYear(2027, [new(2027, 1, 1)], []);
        var decision = DefinitionImport.Decide(
            ShippedDefinition.Definition,
            ShippedDefinition.Holidays.With([next]),
            Book
        );
        decision.Changes.ShouldHaveSingleItem().Events.ShouldBe([new HolidayCalendarAdopted([next])]);
    }

    private static OpeningHours DayAndNight
    {
        get
        {
            ValueList<OpenRange> day = [new(0, 1440)];
            return new OpeningHours(day, day, day, day, day, day, day);
        }
    }

    private static void ThenRefused(CentreDefinition definition, string place)
    {
        var decision = DefinitionImport.Decide(definition, null, Book);
        decision.Changes.ShouldBeEmpty();
        var refusal = decision.Refusal.ShouldNotBeNull();
        refusal.Code.ShouldBe("invalid-definition");
        refusal
            .Data["problems"]
            .ShouldBeOfType<ValueList<DefinitionProblem>>()
            .ShouldHaveSingleItem()
            .Place.ShouldBe(place);
    }

    private static void ThenEvents(System.Action<JsonNode> edit, params (string Stream, object Event)[] expected) =>
        ShippedDefinition
            .Import(ShippedDefinition.Edited(edit), Book)
            .SelectMany(change => change.Events.Select(e => (change.StreamKey, e)))
            .ShouldBe(expected);
}
