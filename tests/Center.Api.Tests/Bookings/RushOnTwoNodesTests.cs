using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>Many want the same things at once, through two services on one database: never one too many.</summary>
public sealed class RushOnTwoNodesTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private static readonly string[] _hours = ["14:00", "15:00", "16:00", "17:00", "18:00"];

    [Fact]
    public Task of_2000_requests_of_200_people_for_20_slots_20_are_accepted() => Rush.For20SlotsAsync(nodes);

    [Fact]
    public async Task people_who_share_windows_and_quotas_but_not_seats_get_three_a_day_and_are_never_in_two_places()
    {
        // Two of the five windows overlap, and any three of the others may be had: 20 wishes each, 3 come true.
        (string From, string To)[] windows =
        [
            ("14:00", "15:00"),
            ("14:30", "15:30"),
            ("16:00", "17:00"),
            ("17:00", "18:00"),
            ("18:00", "19:00"),
        ];
        string[] seats = ["gym", "chess-room", "reading-room", "elders-activity-room"];
        var people = await nodes.PeopleAsync(50);
        var wishes =
            from person in people
            from facility in seats
            from window in windows
            select nodes.Wish(facility, person, 2, window.From, window.To);

        var answers = await nodes.BookAsync(Rush.Shuffled(wishes));

        answers.ShouldAllBe(answer => answer.Status == 201 || answer.Status == 409 || answer.Status == 422);
        var won = answers.Where(answer => answer.Status == 201).GroupBy(answer => answer.Text("person")).ToList();
        won.Count.ShouldBe(people.Length);
        won.ShouldAllBe(own => own.Count() == 3, Rush.Said(answers));
        const string Overlaps = """
            select count(*) from center.allocation a join center.allocation b
            on a.person = b.person and a.own && b.own and a.booking < b.booking
            """;
        (await nodes.CountAsync(Overlaps)).ShouldBe(0);
    }

    [Fact]
    public async Task an_organisation_gets_its_eight_a_week_from_both_nodes_together()
    {
        string[] rooms = ["painting-room", "dance-room", "training-room", "english-corner", "handicraft-room"];
        const string Organisation = "lvcheng-social-work-station";
        var wishes =
            from room in rooms
            from day in Enumerable.Range(7, 3)
            from hour in Enumerable.Range(0, 4)
            select nodes.Wish(room, null, day, _hours[hour], _hours[hour + 1], Organisation);

        var answers = await nodes.BookAsync(Rush.Shuffled(wishes));

        answers.Count(answer => answer.Status == 201).ShouldBe(8, Rush.Said(answers));
        answers
            .Where(answer => answer.Status != 201)
            .ShouldAllBe(answer => answer.Text("code") == "policy-quota-organisation");
    }
}
