using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;

namespace Center.Api.Tests.Bookings;

/// <summary>Many want the same few things at once.</summary>
internal static class Rush
{
    private const int Slots = 20;
    private const string Room = "music-room";
    private static readonly string[] _hours = ["14:00", "15:00", "16:00", "17:00", "18:00"];

    /// <summary>2 000 requests of 200 people for 20 slots, spread over all nodes: 20 are accepted, one a slot.</summary>
    public static async Task For20SlotsAsync(SeveralNodes nodes)
    {
        var people = await nodes.PeopleAsync(200);
        var wishes =
            from person in Enumerable.Range(0, people.Length)
            from slot in Enumerable.Range(person, 10).Select(number => number % Slots)
            select nodes.Wish(Room, people[person], 3 + slot / 4, _hours[slot % 4], _hours[slot % 4 + 1]);

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

        var held = $"from center.allocation where unit in (select key from center.unit where code = '{Room}')";
        (await nodes.CountAsync($"select count(*) {held} and kind <> 'closure'")).ShouldBe(Slots);
        (await nodes.CountAsync($"select count(distinct during) {held} and kind <> 'closure'")).ShouldBe(Slots);
    }

    /// <summary>Always the same mixture, so that a failure can be had again.</summary>
    public static List<object> Shuffled(IEnumerable<object> wishes)
    {
        var all = wishes.ToArray();
        new Random(7).Shuffle(all);
        return [.. all];
    }

    /// <summary>How often each answer was given.</summary>
    public static string Said(Answer[] answers) =>
        string.Join(
            '\n',
            answers.GroupBy(a => a.Status == 201 ? "201" : a.Text("code")).Select(g => $"{g.Count()} {g.Key}")
        );
}
