using System;
using System.Linq;
using System.Text.Json.Nodes;
using Center.Domain.Facilities;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Facilities;

public sealed class BadDefinitionTests
{
    [Theory]
    [InlineData("$.facilities[3].capacity", "0")]
    [InlineData("$.facilities[3].capacity", "\"12\"")]
    [InlineData("$.facilities[3].capacity", "1.5")]
    [InlineData("$.facilities[3].capacity", "99999999999999999999")]
    [InlineData("$.facilities[3].capacity", null)]
    [InlineData("$.facilities[3].units", "0")]
    [InlineData("$.facilities[3].kind", "\"hall\"")]
    [InlineData("$.facilities[3].kind", "2")]
    [InlineData("$.facilities[3].code", "\"Big Room\"")]
    [InlineData("$.facilities[3].code", "\"\"")]
    [InlineData("$.facilities[3].serviceLine", "\"sport\"")]
    [InlineData("$.facilities[3].serviceLine", null)]
    [InlineData("$.facilities[3].site", "\"nowhere\"")]
    [InlineData("$.facilities[3].floor", "6")]
    [InlineData("$.facilities[3].name", "\"Children\"")]
    [InlineData("$.facilities[3].name", "{}")]
    [InlineData("$.facilities[3].name.zh-CN", "\"a\\u0000b\"")]
    [InlineData("$.facilities[3].name.Mandarin_please", "\"x\"")]
    [InlineData("$.facilities[3].features", "\"quiet\"")]
    [InlineData("$.facilities[3].colour", "\"red\"")]
    [InlineData("$.facilities[3].openingHours", "[]")]
    [InlineData("$.facilities[3].openingHours.noday", "[]")]
    [InlineData("$.facilities[3].bookingRules.longest", "0")]
    [InlineData("$.facilities[3].bookingRules.longest", "20")]
    [InlineData("$.facilities[3].bookingRules.perPerson", "{\"per\": \"day\"}")]
    [InlineData("$.bookingRules.room.perPerson.per", "\"hour\"")]
    [InlineData("$.facilities[4]", "7")]
    [InlineData("$.facilities", "{}")]
    [InlineData("$.facilities", null)]
    [InlineData("$.surprise", "1")]
    [InlineData("$.centre.timeZone", "\"Asia/Zhengzhou\"")]
    [InlineData("$.centre.timeZone", "\"China Standard Time\"")]
    [InlineData("$.centre.id", "\"nanyang-xincun\"")]
    [InlineData("$.centre.openedOn", "\"2018-02-30\"")]
    [InlineData("$.centre.residentsServed", "[5, 4]")]
    [InlineData("$.centre.residentsServed[0]", "-1")]
    [InlineData("$.centre.openingHours", null)]
    [InlineData("$.centre.openingHours.monday-friday[0]", "\"8:30-12:00\"")]
    [InlineData("$.centre.openingHours.monday-friday[0]", "\"12:00-12:00\"")]
    [InlineData("$.centre.openingHours.monday-friday[0]", "\"08:30-24:01\"")]
    [InlineData("$.centre.openingHours.monday-friday[0]", "\"08:60-12:00\"")]
    [InlineData("$.centre.openingHours.monday-friday[1]", "\"11:00-20:30\"")]
    [InlineData("$.centre.openingHours.saturday", "[\"09:00-10:00\"]")]
    [InlineData("$.sites[2].community", "\"410105007099\"")]
    [InlineData("$.sites[2].community", null)]
    [InlineData("$.sites[2].kind", "\"street-centre\"")]
    [InlineData("$.sites[2].code", "\"main\"")]
    [InlineData("$.sites[2].facilities[0].code", "\"gym\"")]
    [InlineData("$.sites[2].facilities[0].site", "\"main\"")]
    [InlineData("$.organisations[2].party", "\"guests\"")]
    [InlineData("$.organisations[2].community", "\"1\"")]
    [InlineData("$.teams[0].organisation", "\"nobody\"")]
    [InlineData("$.equipment[0].units", null)]
    [InlineData("$.equipment[0].kind", "\"room\"")]
    [InlineData("$.equipment[0].code", "\"multi-function-hall-east\"")]
    [InlineData("$.facilities[0].units", "2")]
    [InlineData("$.facilities[0].parts[0].capacity", "61")]
    [InlineData("$.facilities[0].parts[1].capacity", "31", "$.facilities[0].parts")]
    [InlineData("$.facilities[0].parts[1].code", "\"party-activity-centre\"")]
    [InlineData("$.bookingRules.version", null)]
    [InlineData("$.bookingRules.effectiveFrom", "\"soon\"")]
    [InlineData("$.bookingRules.effectiveFrom", "20181126")]
    [InlineData("$.bookingRules.room.grid", "7")]
    [InlineData("$.bookingRules.room.shortest", "45")]
    [InlineData("$.bookingRules.room.shortest", "270")]
    [InlineData("$.bookingRules.room.walkIn", "\"yes\"")]
    [InlineData("$.bookingRules.room.noShow.strikes", "0")]
    [InlineData("$.bookingRules.room.latestBeforeStart", "50000")]
    [InlineData("$.bookingRules.seats", null)]
    [InlineData("$.bookingRules.everywhere.outsideOpeningHours", "\"maybe\"")]
    [InlineData("$.serviceTimeRules.backfillShareWarning", "1.5")]
    [InlineData("$.serviceTimeRules.backfillShareWarning", "0.123")]
    [InlineData("$.serviceTimeRules.starMinutes[1]", "6000")]
    [InlineData("$.serviceTimeRules.shortestEntry", "481")]
    [InlineData("$.sizing.visitsPerYear", "-1")]
    public void one_bad_value_is_named_by_its_place(string place, string? value, string? named = null)
    {
        var root = ShippedDefinition.Root();
        Put(root, place, value);

        var reading = CentreDefinition.Read(root.ToJsonString());

        reading.Value.ShouldBeNull();
        reading.Problems.Select(problem => problem.Place).ShouldBe([named ?? place]);
        reading.Problems[0].Reason.ShouldNotBeNullOrWhiteSpace();
        reading.Refusal!.Code.ShouldBe("invalid-definition");
    }

    [Fact]
    public void all_problems_are_found_in_one_pass()
    {
        var root = ShippedDefinition.Root();
        Put(root, "$.centre.floors", "\"five\"");
        Put(root, "$.facilities[3].capacity", "0");
        Put(root, "$.facilities[3].units", "0");
        Put(root, "$.facilities[5].serviceLine", "\"sport\"");
        Put(root, "$.teams[1].name", null);

        var places = CentreDefinition.Read(root.ToJsonString()).Problems.Select(problem => problem.Place);

        places.ShouldBe(
            [
                "$.centre.floors",
                "$.facilities[3].capacity",
                "$.facilities[3].units",
                "$.facilities[5].serviceLine",
                "$.teams[1].name",
            ],
            ignoreOrder: true
        );
    }

    [Theory]
    [InlineData("", "line 1, column 1")]
    [InlineData("{\n \"党\": 1,\n", "line 3, column 1")]
    [InlineData("{\n \"党党\" 1}", "line 2, column 7")]
    [InlineData("{\"a\": 1} x", "line 1, column 10")]
    [InlineData("{\n\"a\": \"\\ud800\"}", "line 2, column 6")]
    public void malformed_text_is_named_by_line_and_column(string text, string where)
    {
        var problem = CentreDefinition.Read(text).Problems.ShouldHaveSingleItem();
        problem.Place.ShouldBe("$");
        problem.Reason.ShouldEndWith(where);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    public void something_other_than_an_object_is_refused(string text) =>
        CentreDefinition.Read(text).Problems.ShouldHaveSingleItem().ShouldBe(new("$", "must be an object"));

    [Fact]
    public void nesting_without_end_is_refused() =>
        CentreDefinition.Read(new string('[', 100_000)).Problems.ShouldHaveSingleItem().Place.ShouldBe("$");

    [Fact]
    public void a_member_given_twice_is_named()
    {
        var text = ShippedDefinition.Text.Replace(
            "\"floors\": 5,",
            "\"floors\": 5, \"floors\": 6,",
            StringComparison.Ordinal
        );
        CentreDefinition.Read(text).Problems.ShouldHaveSingleItem().ShouldBe(new("$.centre.floors", "is given twice"));
    }

    [Theory]
    [InlineData("{}", "$.years")]
    [InlineData("{\"years\": {\"soon\": {}}}", "$.years.soon")]
    [InlineData("{\"years\": {\"2026\": {\"holidays\": []}}}", "$.years.2026.makeUpWorkingDays")]
    [InlineData(
        "{\"years\": {\"2026\": {\"holidays\": [\"2027-01-01\"], \"makeUpWorkingDays\": []}}}",
        "$.years.2026.holidays[0]"
    )]
    [InlineData(
        "{\"years\": {\"2026\": {\"holidays\": [\"2026-01-04\"], \"makeUpWorkingDays\": [\"2026-01-04\"]}}}",
        "$.years.2026.makeUpWorkingDays"
    )]
    public void a_bad_holiday_calendar_is_named_by_its_place(string text, string place) =>
        HolidayCalendarReader.Read(text).Problems.ShouldHaveSingleItem().Place.ShouldBe(place);

    private static void Put(JsonNode root, string place, string? value)
    {
        var steps = place[2..].Replace("[", ".[", StringComparison.Ordinal).Split('.');
        var node = root;
        foreach (var step in steps[..^1])
        {
            node = step[0] == '[' ? node[Number(step)]! : node[step] ??= new JsonObject();
        }

        if (steps[^1][0] == '[')
        {
            node[Number(steps[^1])] = JsonNode.Parse(value!);
        }
        else if (value is null)
        {
            node.AsObject().Remove(steps[^1]).ShouldBeTrue();
        }
        else
        {
            node[steps[^1]] = JsonNode.Parse(value);
        }
    }

    private static int Number(string step) => int.Parse(step[1..^1], System.Globalization.CultureInfo.InvariantCulture);
}
