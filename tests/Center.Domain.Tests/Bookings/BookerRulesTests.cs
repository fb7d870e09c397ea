using System;
using System.Linq;
using System.Text.Json.Nodes;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Domain.Tests.Facilities;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Bookings.BookingStory;

namespace Center.Domain.Tests.Bookings;

/// <summary>Rules about who books: suspension and eligibility.</summary>
public sealed class BookerRulesTests
{
    private const string Nanfeng = "410105007001";
    private const string Fengle = "410105007002";

    [Fact]
    public void whoever_is_suspended_books_no_room()
    {
        var until = Now.AddDays(1);
        var refused = Broken(Wish(), new BookerFacts(AgeBand.Adult, null, until)).ShouldHaveSingleItem();
        refused.Code.ShouldBe("policy-suspended");
        refused.Data["until"].ShouldBe(until);
        Broken(Wish(), new BookerFacts(AgeBand.Adult, null, Now)).ShouldBeEmpty();
    }

    [Fact]
    public void whoever_is_suspended_may_take_a_seat()
    {
        var window = ShippedDefinition.Window("2026-11-24T14:00:00", "2026-11-24T15:00:00");
        Broken(Wish("chess-room", window, 2), new BookerFacts(AgeBand.Adult, null, Now.AddDays(1))).ShouldBeEmpty();
    }

    [Fact]
    public void an_organisation_does_not_answer_for_who_books_for_it()
    {
        var wish = Wish() with { Organisation = "committee-01" };
        Broken(wish, new BookerFacts(AgeBand.Adult, null, Now.AddDays(1))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"communities": ["410105007001"]}""", AgeBand.Adult, Nanfeng, true)]
    [InlineData("""{"communities": ["410105007001"]}""", AgeBand.Adult, Fengle, false)]
    [InlineData("""{"communities": ["410105007001"]}""", AgeBand.Adult, null, false)]
    [InlineData("""{"ageBands": ["senior"]}""", AgeBand.Senior, null, true)]
    [InlineData("""{"ageBands": ["under-10", "under-14"]}""", AgeBand.Under14, null, true)]
    [InlineData("""{"ageBands": ["senior"]}""", AgeBand.Adult, Nanfeng, false)]
    [InlineData("""{"ageBands": ["senior"], "communities": ["410105007001"]}""", AgeBand.Senior, Fengle, false)]
    [InlineData("""{"organisations": ["committee-01"]}""", AgeBand.Senior, Nanfeng, false)]
    [InlineData("""{"organisations": ["committee-01"], "ageBands": ["senior"]}""", AgeBand.Senior, null, true)]
    public void a_person_alone_is_measured_by_age_and_community(
        string eligibility,
        AgeBand band,
        string? community,
        bool admitted
    )
    {
        var book = BookWith(eligibility);
        var facts = Facts() with { Book = book, Booker = new BookerFacts(band, community, null) };
        var codes = BrokenIn(book, Wish(), facts).Select(rule => rule.Code);
        codes.ShouldBe(admitted ? [] : ["policy-not-eligible"]);
    }

    [Theory]
    [InlineData("""{"communities": ["410105007001"]}""", "committee-01", true)]
    [InlineData("""{"communities": ["410105007001"]}""", "committee-02", false)]
    [InlineData("""{"communities": ["410105007001"]}""", "lvcheng-social-work-station", true)]
    [InlineData("""{"ageBands": ["senior"]}""", "committee-02", true)]
    [InlineData("""{"organisations": ["committee-01"]}""", "committee-01", true)]
    [InlineData("""{"organisations": ["committee-01"]}""", "committee-02", false)]
    public void an_organisation_is_measured_by_name_and_community(string eligibility, string code, bool admitted)
    {
        var book = BookWith(eligibility);
        var wish = Wish() with { Organisation = code };
        var codes = BrokenIn(book, wish, Facts() with { Book = book }).Select(rule => rule.Code);
        codes.ShouldBe(admitted ? [] : ["policy-not-eligible"]);
    }

    [Fact]
    public void whom_nobody_has_registered_is_not_eligible_where_that_is_asked()
    {
        var book = BookWith("""{"ageBands": ["adult"]}""");
        BrokenIn(book, Wish(), Facts() with { Book = book })
            .ShouldHaveSingleItem()
            .Code.ShouldBe("policy-not-eligible");
    }

    [Fact]
    public void a_facility_may_lift_what_its_kind_asks()
    {
        var book = BookOf(root =>
        {
            root["bookingRules"]!["room"]!["eligibility"] = JsonNode.Parse("""{"ageBands": ["senior"]}""");
            MusicRoom(root)["bookingRules"] = new JsonObject { ["eligibility"] = null };
        });
        var adult = Facts() with { Book = book, Booker = new BookerFacts(AgeBand.Adult, null, null) };
        BrokenIn(book, Wish(), adult).ShouldBeEmpty();
        BrokenIn(book, Wish("dance-room"), adult).ShouldHaveSingleItem().Code.ShouldBe("policy-not-eligible");
    }

    [Theory]
    [InlineData("""{}""", "must say communities, ageBands or organisations")]
    [InlineData("""{"ageBands": ["elder"]}""", "must be one of under-10, under-14, under-18, adult, senior")]
    [InlineData("""{"communities": ["nowhere"]}""", "names nowhere, which the centre does not have")]
    [InlineData("""{"organisations": ["nobody"]}""", "names nobody, which the centre does not have")]
    [InlineData("""{"ageBands": ["senior"], "gender": ["any"]}""", "is not a member known here")]
    public void a_wrong_eligibility_is_named(string eligibility, string reason)
    {
        var root = ShippedDefinition.Root();
        MusicRoom(root)["bookingRules"] = new JsonObject { ["eligibility"] = JsonNode.Parse(eligibility) };
        var problems = CentreDefinition.Read(root.ToJsonString()).Problems;
        problems.ShouldHaveSingleItem().Place.ShouldContain("bookingRules.eligibility");
        problems[0].Reason.ShouldBe(reason);
    }

    private static Refusal[] Broken(BookingWish wish, BookerFacts booker) =>
        BrokenIn(ShippedDefinition.Book, wish, Facts() with { Booker = booker });

    private static Refusal[] BrokenIn(CentreBook book, BookingWish wish, AdmissionFacts facts) =>
        [.. HouseRules.Broken(wish, facts, book.RulesFor(wish.Place, book.Zone.DateOf(wish.Window.Start)))];

    private static CentreBook BookWith(string eligibility) =>
        BookOf(root =>
            MusicRoom(root)["bookingRules"] = new JsonObject { ["eligibility"] = JsonNode.Parse(eligibility) }
        );

    private static CentreBook BookOf(Action<JsonNode> edit) =>
        ShippedDefinition.Fold(
            CentreBook.Empty,
            ShippedDefinition.Import(ShippedDefinition.Edited(edit), CentreBook.Empty)
        );

    private static JsonNode MusicRoom(JsonNode root) =>
        root["facilities"]!.AsArray().Single(facility => (string?)facility!["code"] == "music-room")!;
}
