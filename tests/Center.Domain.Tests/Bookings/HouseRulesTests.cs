using System.Linq;
using System.Text.Json.Nodes;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Tests.Facilities;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Bookings.BookingStory;

namespace Center.Domain.Tests.Bookings;

public sealed class HouseRulesTests
{
    [Theory]
    [InlineData("2026-12-05T14:00:00", "2026-12-05T14:15:00", "policy-too-short policy-off-grid")]
    [InlineData("2026-12-05T14:00:00", "2026-12-05T14:30:00", "")]
    [InlineData("2026-12-05T14:00:00", "2026-12-05T18:00:00", "")]
    [InlineData("2026-12-05T14:00:00", "2026-12-05T18:30:00", "policy-too-long")]
    [InlineData("2026-12-05T14:15:00", "2026-12-05T15:15:00", "policy-off-grid")]
    [InlineData("2026-11-25T09:00:00", "2026-11-25T10:00:00", "")]
    [InlineData("2026-11-25T08:30:00", "2026-11-25T09:30:00", "policy-notice-too-short")]
    [InlineData("2026-12-24T14:00:00", "2026-12-24T15:00:00", "")]
    [InlineData("2026-12-25T14:00:00", "2026-12-25T15:00:00", "policy-notice-too-long")]
    public void a_room_is_booked_by_its_rules(string start, string end, string broken) =>
        Broken(Wish(window: ShippedDefinition.Window(start, end))).ShouldBe(broken);

    [Theory]
    [InlineData("2026-11-24T08:45:00", "2026-11-24T09:15:00", "policy-notice-too-short")]
    [InlineData("2026-11-24T09:00:00", "2026-11-24T09:30:00", "")]
    public void a_walk_in_takes_the_slot_that_has_begun(string start, string end, string broken) =>
        Broken(Wish("chess-room", ShippedDefinition.Window(start, end), people: 1)).ShouldBe(broken);

    [Theory]
    [InlineData(12, "")]
    [InlineData(13, "policy-over-capacity")]
    public void people_fit_the_room(int people, string broken) => Broken(Wish(people: people)).ShouldBe(broken);

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "policy-quota-person")]
    public void a_person_books_rooms_twice_a_week(int used, string broken) =>
        Broken(Wish(), Facts() with { PersonUse = new QuotaUse(used, used * 60) }).ShouldBe(broken);

    [Fact]
    public void an_organisation_has_its_own_quota_and_uses_up_no_persons()
    {
        var wish = Wish() with { Organisation = "committee-01" };
        Broken(wish, Facts() with { PersonUse = new QuotaUse(9, 900), PersonBusy = true }).ShouldBe("");
        Broken(wish, Facts() with { OrganisationUse = new QuotaUse(8, 900) }).ShouldBe("policy-quota-organisation");
    }

    [Fact]
    public void one_person_is_in_one_place() =>
        Broken(Wish(), Facts() with { PersonBusy = true }).ShouldBe("policy-own-overlap");

    [Theory]
    [InlineData("{\"longest\": 60}", "policy-too-long")]
    [InlineData("{\"longest\": 120}", "")]
    [InlineData("{\"earliestDaysAhead\": 10}", "policy-notice-too-long")]
    [InlineData("{\"latestBeforeStart\": 20000}", "policy-notice-too-short")]
    [InlineData("{\"eligibility\": {\"organisations\": [\"committee-01\"]}}", "policy-not-eligible")]
    [InlineData("{\"shortest\": 180, \"perPerson\": {\"count\": 1, \"per\": \"week\"}}", "")]
    public void what_is_lent_with_a_room_is_lent_by_its_own_rules(string rules, string broken)
    {
        var book = ShippedDefinition.Fold(
            CentreBook.Empty,
            ShippedDefinition.Import(
                ShippedDefinition.Edited(root => root["equipment"]![0]!["bookingRules"] = JsonNode.Parse(rules)),
                CentreBook.Empty
            )
        );
        var wish = Wish() with { Extras = [new ExtraWish(book.Find("portable-projector")!, 1)] };
        var facts = Facts() with { Book = book, PersonUse = new QuotaUse(1, 60) };
        Broken(wish, facts).ShouldBe(broken);
        Broken(wish with { Extras = [] }, facts).ShouldBe("");
        var (_, _, refusal) = Admission.Admit(wish, facts);
        refusal?.Data["extra"].ShouldBe("portable-projector");
    }

    [Fact]
    public void what_needs_no_notice_goes_along_with_a_walk_in()
    {
        var begun = ShippedDefinition.Window("2026-11-24T08:50:00", "2026-11-24T09:15:00");
        var projector = new ExtraWish(ShippedDefinition.Bookable("portable-projector"), 1);
        Broken(Wish("chess-room", begun, people: 1) with { Extras = [projector] }).ShouldBe("policy-off-grid");
    }

    private static string Broken(BookingWish wish, AdmissionFacts? facts = null)
    {
        var known = facts ?? Facts();
        var rules = known.Book.RulesFor(wish.Place, known.Book.Zone.DateOf(wish.Window.Start));
        return string.Join(' ', HouseRules.Broken(wish, known, rules).Select(rule => rule.Code));
    }
}
