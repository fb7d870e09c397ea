using System.Text.Json.Nodes;
using Center.Domain.Facilities;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Facilities;

public sealed class BookingRulesTests
{
    private static readonly CentreBook Book = ShippedDefinition.Book;

    [Fact]
    public void a_room_follows_the_rules_of_rooms() =>
        Book.RulesFor(ShippedDefinition.Bookable("multi-function-hall-east"), new(2026, 3, 2))
            .ShouldBe(
                new BookingRules(
                    "2018-11-26",
                    30,
                    30,
                    240,
                    30,
                    1440,
                    false,
                    new Quota(2, null, QuotaPeriod.Week),
                    new Quota(8, null, QuotaPeriod.Week),
                    true,
                    0,
                    0,
                    new NoShowRule(3, 90, 30),
                    false,
                    10,
                    72,
                    60,
                    30,
                    15,
                    OutsideHours.Approval,
                    true
                )
            );

    [Fact]
    public void equipment_follows_the_rules_of_equipment()
    {
        var rules = Book.RulesFor(ShippedDefinition.Bookable("portable-projector"), new(2026, 3, 2));
        rules.OnlyWithABooking.ShouldBeTrue();
        rules.Longest.ShouldBe(480);
        rules.PerPerson.ShouldBeNull();
    }

    [Theory]
    [InlineData("2017-01-01", "2018-11-26")]
    [InlineData("2018-11-26", "2018-11-26")]
    [InlineData("2026-12-31", "2018-11-26")]
    [InlineData("2027-01-01", "2027")]
    [InlineData("2030-01-01", "2027")]
    public void the_version_is_the_last_that_counts_by_the_date(string date, string version)
    {
        var next = Book.BookingRules[0] with { Version = "2027", EffectiveFrom = new(2027, 1, 1) };
        var book = Book.Evolve("policy/nanyang_xincun", new BookingRulesAdopted(next));
        var day = System.DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture);
        book.RulesFor(book.Find("gym")!, day).Version.ShouldBe(version);
    }

    [Fact]
    public void a_facility_overrides_member_by_member()
    {
        var definition = ShippedDefinition.Edited(root =>
            root["facilities"]![0]!["bookingRules"] = new JsonObject
            {
                ["longest"] = 480,
                ["noShow"] = null,
                ["perPerson"] = new JsonObject { ["minutes"] = 600, ["per"] = "month" },
                ["outsideOpeningHours"] = "refuse",
            }
        );
        var book = ShippedDefinition.Fold(Book, ShippedDefinition.Import(definition, Book));
        var house = Book.RulesFor(ShippedDefinition.Bookable("music-room"), new(2026, 3, 2));
        var expected = house with
        {
            Longest = 480,
            NoShow = null,
            PerPerson = new Quota(null, 600, QuotaPeriod.Month),
            OutsideOpeningHours = OutsideHours.Refuse,
        };
        book.RulesFor(book.Find("party-activity-centre")!, new(2026, 3, 2)).ShouldBe(expected);
        book.RulesFor(book.Find("party-activity-centre-a")!, new(2026, 3, 2)).ShouldBe(expected);
        book.RulesFor(book.Find("music-room")!, new(2026, 3, 2)).ShouldBe(house);
    }

    [Fact]
    public void adopting_a_version_twice_writes_nothing() =>
        PolicyDecider.Adopt(Book.BookingRules[0], Book).Events.ShouldBeEmpty();

    [Fact]
    public void adopting_other_rules_under_a_version_is_refused() =>
        PolicyDecider
            .Adopt(Book.BookingRules[0] with { EffectiveFrom = new(2027, 1, 1) }, Book)
            .Refusal!.Code.ShouldBe("invalid-definition");

    [Fact]
    public void a_version_sent_alone_is_named_by_its_date()
    {
        var rules = ShippedDefinition.Root()["bookingRules"]!;
        rules.AsObject().Remove("version");
        rules["effectiveFrom"] = "2027-01-01";
        DefinitionPieces.BookingRules(rules.ToJsonString(), Book).Value!.Version.ShouldBe("2027-01-01");
    }

    [Fact]
    public void an_adopted_version_under_another_date_is_named_by_that_date()
    {
        var book = ShippedDefinition.Book;
        var adopted = book.BookingRules[0];
        var later = adopted with { EffectiveFrom = new(2027, 1, 1) };
        PolicyDecider.NamedAnew(later, book).ShouldBe(later with { Version = "2027-01-01" });
        PolicyDecider.NamedAnew(later with { Version = "new" }, book).Version.ShouldBe("new");
        PolicyDecider.NamedAnew(adopted with { Room = adopted.Seats }, book).Version.ShouldBe(adopted.Version);
    }
}
