using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>Somebody acts at one node in the moment in which time runs out at the other: one of both, and the answer is true.</summary>
public sealed class DeadlineRaceTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private const int Rounds = 12;
    private readonly Random _random = new(11);

    [Fact]
    public async Task a_hold_is_confirmed_or_runs_out_and_the_slot_has_one_owner()
    {
        var people = await nodes.PeopleAsync(2 * Rounds);
        for (var round = 0; round < Rounds; round++)
        {
            var hold = nodes.Wish("music-room", people[2 * round], 4 + round % 9, "15:00", "16:00");
            var held = await nodes.Admins[0].PostAsync("/bookings", Held(hold));
            var id = held.ShouldBe(201).Text("id");

            var confirming = LateAsync(() => nodes.Admins[0].PostAsync($"/bookings/{id}/confirm", new { }));
            var rival = LateAsync(() =>
            {
                nodes.Clock.Advance(TimeSpan.FromMinutes(10));
                return nodes.Admins[1].PostAsync("/bookings", With(hold, "onBehalfOf", people[2 * round + 1]));
            });
            var (confirmed, taken) = (await confirming, await rival);

            await SettledAsync(id, confirmed, "confirmed", "lapsed");
            taken.Status.ShouldBe(confirmed.Status == 200 ? 409 : 201, taken.Raw);
            await CancelAsync(confirmed.Status == 200 ? id : taken.Text("id"));
        }
    }

    [Fact]
    public async Task a_request_is_approved_or_lapses()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var wish = nodes.Wish("dance-room", null, 9, "15:00", "16:00", "lvcheng-social-work-station");
            var asked = await nodes.Admins[0].PostAsync("/bookings", wish);
            var id = asked.ShouldBe(201).Text("id");
            asked.Text("status").ShouldBe("requested");

            var approving = LateAsync(() => nodes.Admins[0].PostAsync($"/bookings/{id}/approve", new { }));
            var passing = LateAsync(() => PassAsync(TimeSpan.FromHours(72)));
            var approved = await approving;
            await passing;

            await SettledAsync(id, approved, "confirmed", "lapsed");
        }
    }

    [Fact]
    public async Task who_checks_in_at_the_last_moment_is_in_or_has_lost_the_place()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var person = (await nodes.PeopleAsync(1))[0];
            var wish = nodes.Wish("painting-room", person, 3, "15:00", "16:00");
            var id = (await nodes.Admins[0].PostAsync("/bookings", wish)).ShouldBe(201).Text("id");
            var day = DateOnly.FromDateTime(nodes.Clock.GetUtcNow().UtcDateTime.AddHours(8)).AddDays(3);
            var start = new DateTimeOffset(day, new TimeOnly(15, 0), TimeSpan.FromHours(8));
            nodes.Clock.Advance(start.AddMinutes(14) - nodes.Clock.GetUtcNow());

            var checking = LateAsync(() => nodes.Admins[0].PostAsync($"/bookings/{id}/check-in", new { }));
            var passing = LateAsync(() => PassAsync(TimeSpan.FromMinutes(1)));
            var checkedIn = await checking;
            await passing;

            await SettledAsync(id, checkedIn, "checked-in", "released");
        }
    }

    // Exactly one of both stands in the history, and it is the one that was answered.
    private async Task SettledAsync(string booking, Answer acted, string done, string tooLate)
    {
        acted.Status.ShouldBeOneOf(200, 409);
        var status = (await nodes.Admins[1].GetAsync($"/bookings/{booking}")).ShouldBe(200).Text("status");
        status.ShouldBe(acted.Status == 200 ? done : tooLate, acted.Raw);
        var history = (await nodes.Admins[1].GetAsync($"/bookings/{booking}/history")).ShouldBe(200).Items();
        history.Length.ShouldBe(2, string.Join('\n', history.Select(item => item.GetRawText())));
    }

    // Whatever is decided about bookings meets what has run out.
    private async Task<Answer> PassAsync(TimeSpan time)
    {
        nodes.Clock.Advance(time);
        var (person, code) = ((await nodes.PeopleAsync(1))[0], "reading-room");
        return (await nodes.Admins[1].PostAsync("/bookings", nodes.Wish(code, person, 2, "15:00", "15:15"))).ShouldBe(
            201
        );
    }

    private Task<Answer> LateAsync(Func<Task<Answer>> act)
    {
        var late = _random.Next(0, 6);
        return Task.Run(async () =>
        {
            await Task.Delay(late, TestContext.Current.CancellationToken);
            return await act();
        });
    }

    private async Task CancelAsync(string booking) =>
        (await nodes.Admins[0].PostAsync($"/bookings/{booking}/cancel", new { reasonCode = "other" })).ShouldBe(200);

    private static object Held(object wish) => With(wish, "hold", true);

    private static object With(object wish, string member, object value) =>
        new System.Collections.Generic.Dictionary<string, object?>(
            (System.Collections.Generic.Dictionary<string, object?>)wish
        )
        {
            [member] = value,
        };
}
