using System.Linq;
using Center.Domain.Bookings;
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

    private static string Broken(BookingWish wish, AdmissionFacts? facts = null)
    {
        var known = facts ?? Facts();
        var rules = known.Book.RulesFor(wish.Place, known.Book.Zone.DateOf(wish.Window.Start));
        return string.Join(' ', HouseRules.Broken(wish, known, rules).Select(rule => rule.Code));
    }
}
