using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Browser;
using Center.Api.Tests.Infrastructure;
using Microsoft.Playwright;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>A centre on a Tuesday at nine that auditors look at.</summary>
/// <param name="postgres">Where its database is made.</param>
public sealed class AuditCentre(TestPostgres postgres) : IAsyncLifetime
{
    /// <summary>Personal data that somebody gave, and that no auditor may see.</summary>
    internal const string Name = "Ouyang Nana";

    internal const string Phone = "13837129876";

    private static readonly DateOnly _firstDay = new(2026, 12, 1);

    private int _days;

    internal MovableClock Clock { get; } = new();

    public CenterUnderTest Center { get; private set; } = null!;

    internal CentreClient Client => new(Center.Http, Center.AdminKey);

    public async ValueTask InitializeAsync() => Center = await CenterUnderTest.StartAsync(postgres, Clock);

    /// <summary>A booking that was made, moved and given up: three events.</summary>
    /// <returns>Id of the booking.</returns>
    internal async Task<string> StoryAsync()
    {
        var personal = new { name = Name, phone = Phone };
        var person = (await Client.PostAsync("/people", new { ageBand = "adult", personal })).ShouldBe(201).Text("id");
        var day = $"{_firstDay.AddDays(_days++):yyyy-MM-dd}";
        var booked = await Client.PostAsync(
            "/bookings",
            new
            {
                facility = "english-corner",
                start = $"{day}T10:00:00+08:00",
                end = $"{day}T11:00:00+08:00",
                people = 2,
                onBehalfOf = person,
                @override = new { reasonCode = "other" },
            }
        );
        var id = booked.ShouldBe(201).Text("id");
        Clock.Advance(TimeSpan.FromMinutes(10));
        var moved = new { start = $"{day}T14:00:00+08:00", end = $"{day}T15:00:00+08:00" };
        (await Client.PostAsync($"/bookings/{id}/reschedule", moved)).ShouldBe(200);
        Clock.Advance(TimeSpan.FromMinutes(10));
        (await Client.PostAsync($"/bookings/{id}/cancel", new { reasonCode = "ill" })).ShouldBe(200);
        return id;
    }

    /// <summary>Events of a booking as the API tells them.</summary>
    internal async Task<JsonElement[]> EventsAsync(string booking)
    {
        using var response = await Center.CallAsync(
            System.Net.Http.HttpMethod.Get,
            $"/audit/events?stream=booking/{booking}"
        );
        return await response.LinesAsync();
    }

    /// <summary>Waits until a checkpoint covers everything that is stored.</summary>
    internal Task PublishedAsync() =>
        Client.PollAsync("/audit/log/status", status => status.Member("published").GetProperty("lag").GetInt64() == 0);

    /// <summary>A key of some role.</summary>
    internal async Task<string> KeyAsync(string role) =>
        (await Client.PostAsync("/keys", new { name = role, role })).ShouldBe(201).Text("key");

    /// <summary>A window in which an auditor has opened the first page.</summary>
    internal async Task<IPage> SignInAsync(IPage page)
    {
        await page.GotoAsync(AddressOf("/sign-in?to=/audit"));
        await page.FillAsync("[name=key]", await KeyAsync("auditor"));
        await page.FollowAsync("button");
        page.ShouldBeAt("/audit");
        return page;
    }

    internal string AddressOf(string path) => new Uri(Center.BaseAddress, path).ToString();

    public ValueTask DisposeAsync() => Center.DisposeAsync();
}
