using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Api.Tests.Browser;
using Center.Api.Tests.Infrastructure;
using Microsoft.Playwright;
using Xunit;

namespace Center.Api.Tests.FrontDesk;

/// <summary>A centre on a Tuesday at nine, with a steward at its desk and residents with cards.</summary>
/// <param name="postgres">Where its database is made.</param>
public sealed class DeskCentre(TestPostgres postgres) : IAsyncLifetime
{
    private static int _cards;

    internal MovableClock Clock { get; } = new();

    public CenterUnderTest Center { get; private set; } = null!;

    internal CentreClient Client => new(Center.Http, Center.AdminKey);

    public async ValueTask InitializeAsync() => Center = await CenterUnderTest.StartAsync(postgres, Clock);

    /// <summary>A resident with a card of his or her own.</summary>
    internal async Task<(string Id, string Card)> ResidentAsync(string? name = null, string? phone = null)
    {
        var card = $"ZZ-{++_cards:00000}";
        var personal = new Dictionary<string, string> { ["card"] = card };
        if (name is not null)
        {
            personal["name"] = name;
        }

        if (phone is not null)
        {
            personal["phone"] = phone;
        }

        var person = await Client.PostAsync("/people", new { ageBand = "senior", personal });
        return (person.ShouldBe(201).Text("id"), card);
    }

    /// <summary>Books for somebody, and waits until lists know it.</summary>
    /// <returns>Id of the booking.</returns>
    internal async Task<string> BookAsync(
        string facility,
        string from,
        string to,
        string? person = null,
        string? organisation = null,
        string day = "2026-11-24"
    )
    {
        var booked = await Client.PostAsync(
            "/bookings",
            new
            {
                facility,
                start = $"{day}T{from}:00+08:00",
                end = $"{day}T{to}:00+08:00",
                people = 1,
                onBehalfOf = person,
                organisation,
                @override = new { reasonCode = "other" },
            }
        );
        var id = booked.ShouldBe(201).Text("id");
        await Client.PollAsync(
            $"/bookings?facility={facility}&from={day}T00:00:00%2B08:00&limit=200",
            list => list.Raw.Contains(id, StringComparison.Ordinal)
        );
        return id;
    }

    /// <summary>People who did not come to three bookings each, and whom the rules suspend at 11:46.</summary>
    internal async Task<string[]> SuspendAsync(params string[] names)
    {
        string[][] rooms =
        [
            ["music-room", "painting-room", "baking-room"],
            ["dance-room", "english-corner", "handicraft-room"],
        ];
        var people = new List<string>();
        foreach (var name in names)
        {
            var (person, _) = await ResidentAsync(name);
            var own = rooms[people.Count];
            await BookAsync(own[0], "09:30", "10:00", person);
            await BookAsync(own[1], "10:30", "11:00", person);
            await BookAsync(own[2], "11:30", "12:00", person);
            people.Add(person);
        }

        // What has run out is met by the next booking.
        foreach (var passed in new[] { "09:46", "10:46", "11:46" })
        {
            Clock.Set($"2026-11-24T{passed}:00+08:00");
            await BookAsync("reading-room", "16:00", "17:00", (await ResidentAsync()).Id);
        }

        return [.. people];
    }

    /// <summary>A key of staff.</summary>
    internal async Task<string> KeyAsync(string role, string? scope = null) => (
            await Client.PostAsync(
                "/keys",
                new
                {
                    name = role,
                    role,
                    scope,
                }
            )
        ).ShouldBe(201).Text("key");

    internal async Task<string> StatusAsync(string booking) =>
        (await Client.GetAsync($"/bookings/{booking}")).ShouldBe(200).Text("status");

    /// <summary>A window in which staff stand at the desk.</summary>
    internal async Task<IPage> StandAtAsync(IPage page, string role = "steward")
    {
        await page.GotoAsync(AddressOf("/sign-in?to=/desk"));
        await page.FillAsync("[name=key]", await KeyAsync(role));
        await page.FollowAsync("button");
        page.ShouldBeAt("/desk");
        return page;
    }

    internal string AddressOf(string path) => new Uri(Center.BaseAddress, path).ToString();

    public ValueTask DisposeAsync() => Center.DisposeAsync();
}
