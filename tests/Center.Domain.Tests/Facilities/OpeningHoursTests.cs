using System;
using System.Text.Json.Nodes;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Facilities;

public sealed class OpeningHoursTests
{
    private static readonly CentreBook Book = ShippedDefinition.Book;

    [Fact]
    public void a_weekday_has_its_two_ranges() =>
        Book.OpenWindows(ShippedDefinition.Bookable("music-room"), new(2026, 3, 2))
            .ShouldBe([
                ShippedDefinition.Window("2026-03-02T08:30", "2026-03-02T12:00"),
                ShippedDefinition.Window("2026-03-02T14:00", "2026-03-02T20:30"),
            ]);

    [Fact]
    public void a_part_has_the_hours_of_its_room() =>
        Book.OpenWindows(ShippedDefinition.Bookable("multi-function-hall-east"), new(2026, 3, 7))
            .ShouldBe([ShippedDefinition.Window("2026-03-07T09:00", "2026-03-07T20:30")]);

    [Fact]
    public void own_hours_go_before_those_of_the_site_and_the_centre()
    {
        var book = With(root =>
        {
            root["facilities"]![3]!["openingHours"] = Hours("daily", "10:00-11:00");
            root["sites"]![1]!["openingHours"] = Hours("daily", "07:00-08:00");
            root["sites"]![2]!.AsObject().Remove("openingHours");
            root["centre"]!["openingHours"] = Hours("daily", "05:00-06:00");
        });
        From(book, "childrens-home").ShouldBe(ShippedDefinition.At("2026-03-02T10:00"));
        From(book, "station-01-activity-room").ShouldBe(ShippedDefinition.At("2026-03-02T07:00"));
        From(book, "station-02-activity-room").ShouldBe(ShippedDefinition.At("2026-03-02T05:00"));
        From(book, "music-room").ShouldBe(ShippedDefinition.At("2026-03-02T08:30"));
    }

    [Theory]
    [InlineData("2026-03-02T08:30", "2026-03-02T12:00", true)]
    [InlineData("2026-03-02T08:29", "2026-03-02T12:00", false)]
    [InlineData("2026-03-02T11:00", "2026-03-02T14:30", false)]
    [InlineData("2026-03-02T14:00", "2026-03-02T20:31", false)]
    [InlineData("2026-03-02T12:00", "2026-03-02T13:00", false)]
    [InlineData("2026-03-07T12:00", "2026-03-07T14:30", true)]
    [InlineData("2026-03-07T12:00", "2026-03-08T14:30", false)]
    public void a_window_is_open_only_wholly_inside(string start, string end, bool open) =>
        Book.IsOpen(ShippedDefinition.Bookable("music-room"), ShippedDefinition.Window(start, end)).ShouldBe(open);

    [Theory]
    [InlineData("2026-03-02T22:00", "2026-03-03T02:00", true)]
    [InlineData("2026-03-02T22:00", "2026-03-03T02:01", false)]
    [InlineData("2026-03-03T22:00", "2026-03-04T00:00", false)]
    public void a_window_over_midnight_is_checked_on_both_days(string start, string end, bool open)
    {
        var book = With(root =>
            root["facilities"]![3]!["openingHours"] = new JsonObject
            {
                ["monday"] = new JsonArray("20:00-24:00"),
                ["tuesday"] = new JsonArray("00:00-01:00", "01:00-02:00"),
            }
        );
        book.IsOpen(book.Find("childrens-home")!, ShippedDefinition.Window(start, end)).ShouldBe(open);
    }

    [Fact]
    public void ranges_that_touch_are_one_window()
    {
        var book = With(root =>
            root["facilities"]![3]!["openingHours"] = Hours("monday", "12:00-13:00", "09:00-12:00")
        );
        book.OpenWindows(book.Find("childrens-home")!, new(2026, 3, 2))
            .ShouldBe([ShippedDefinition.Window("2026-03-02T09:00", "2026-03-02T13:00")]);
        book.OpenWindows(book.Find("childrens-home")!, new(2026, 3, 3)).ShouldBeEmpty();
    }

    [Fact]
    public void public_holidays_have_their_own_hours_where_given()
    {
        var book = With(root =>
        {
            var hours = Hours("daily", "09:00-17:00");
            hours["public-holidays"] = new JsonArray();
            root["facilities"]![3]!["openingHours"] = hours;
        });
        book.OpenWindows(book.Find("childrens-home")!, new(2026, 2, 16)).ShouldBeEmpty();
        book.OpenWindows(book.Find("childrens-home")!, new(2026, 2, 24)).Count.ShouldBe(1);
        book.OpenWindows(book.Find("music-room")!, new(2026, 2, 16)).Count.ShouldBe(2);
    }

    [Fact]
    public void a_clock_change_inside_opening_hours_shortens_the_window()
    {
        var book = With(root =>
        {
            root["centre"]!["timeZone"] = "Europe/Berlin";
            root["facilities"]![3]!["openingHours"] = Hours("daily", "00:00-24:00");
        });
        var window = book.OpenWindows(book.Find("childrens-home")!, new(2026, 3, 29)).ShouldHaveSingleItem();
        window.Duration.ShouldBe(TimeSpan.FromHours(23));
    }

    [Theory]
    [InlineData("0001-01-02T00:00Z", "0001-01-02T01:00Z")]
    [InlineData("9999-12-30T00:00Z", "9999-12-31T23:00Z")]
    public void the_ends_of_the_calendar_are_never_open(string start, string end)
    {
        var window = new TimeWindow(Parse(start), Parse(end));
        Book.IsOpen(ShippedDefinition.Bookable("music-room"), window).ShouldBeFalse();
    }

    [Fact]
    public void hours_that_were_given_out_can_be_sent_back()
    {
        var hours = Book.FindSite("main")!.Hours;
        var text = System.Text.Json.JsonSerializer.Serialize(hours, CentreBookTests.StoreOptions);
        text.ShouldContain("\"monday\":[\"08:30-12:00\",\"14:00-20:30\"]");
        DefinitionPieces.Hours(text).Value!.Hours.ShouldBe(hours);
        DefinitionPieces.Hours("null").Value!.Hours.ShouldBeNull();
    }

    private static DateTimeOffset Parse(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static DateTimeOffset From(CentreBook book, string code) =>
        book.OpenWindows(book.Find(code)!, new(2026, 3, 2))[0].Start;

    private static JsonObject Hours(string days, params string[] ranges) =>
        new() { [days] = new JsonArray([.. Array.ConvertAll(ranges, range => JsonValue.Create(range))]) };

    private static CentreBook With(Action<JsonNode> edit) =>
        ShippedDefinition.Fold(Book, ShippedDefinition.Import(ShippedDefinition.Edited(edit), Book));
}
