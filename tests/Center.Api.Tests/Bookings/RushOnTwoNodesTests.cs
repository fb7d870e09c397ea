using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>Many want the same things at once, through two services on one database: never one too many.</summary>
public sealed class RushOnTwoNodesTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private const int Slots = 20;
    private static readonly string[] _hours = ["14:00", "15:00", "16:00", "17:00", "18:00"];

    [Fact]
    public async Task of_2000_requests_of_200_people_for_20_slots_20_are_accepted()
    {
        var people = await nodes.PeopleAsync(200);
        var wishes =
            from person in Enumerable.Range(0, people.Length)
            from slot in Enumerable.Range(person, 10).Select(number => number % Slots)
            select nodes.Wish("music-room", people[person], 3 + slot / 4, _hours[slot % 4], _hours[slot % 4 + 1]);

        var answers = await nodes.BookAsync(Shuffled(wishes));

        answers.Length.ShouldBe(2000);
        answers.Count(answer => answer.Status == 201).ShouldBe(Slots, Said(answers));
        foreach (var refused in answers.Where(answer => answer.Status != 201))
        {
            (refused.Status, refused.Text("code")).ShouldBeOneOf(
                (409, "slot-taken"),
                (422, "policy-own-overlap"),
                (422, "policy-quota-person")
            );
        }

        (await nodes.CountAsync($"select count(*) from center.allocation where {Of("music-room")}")).ShouldBe(Slots);
        var slots = $"select count(distinct during) from center.allocation where {Of("music-room")}";
        (await nodes.CountAsync(slots)).ShouldBe(Slots);
    }

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

        var answers = await nodes.BookAsync(Shuffled(wishes));

        answers.ShouldAllBe(answer => answer.Status == 201 || answer.Status == 409 || answer.Status == 422);
        var won = answers.Where(answer => answer.Status == 201).GroupBy(answer => answer.Text("person")).ToList();
        won.Count.ShouldBe(people.Length);
        won.ShouldAllBe(own => own.Count() == 3, Said(answers));
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

        var answers = await nodes.BookAsync(Shuffled(wishes));

        answers.Count(answer => answer.Status == 201).ShouldBe(8, Said(answers));
        answers
            .Where(answer => answer.Status != 201)
            .ShouldAllBe(answer => answer.Text("code") == "policy-quota-organisation");
    }

    private static string Of(string facility) =>
        $"unit in (select key from center.unit where code = '{facility}') and kind <> 'closure'";

    // Always the same mixture, so that a failure can be had again.
    private static List<object> Shuffled(IEnumerable<object> wishes)
    {
        var all = wishes.ToArray();
        new Random(7).Shuffle(all);
        return [.. all];
    }

    private static string Said(Answer[] answers) =>
        string.Join(
            '\n',
            answers.GroupBy(a => a.Status == 201 ? "201" : a.Text("code")).Select(g => $"{g.Count()} {g.Key}")
        );
}
