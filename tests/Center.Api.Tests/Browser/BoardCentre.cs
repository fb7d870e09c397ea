using System;
using System.Globalization;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Microsoft.Playwright;
using Xunit;

namespace Center.Api.Tests.Browser;

/// <summary>A centre on a Tuesday at half past two, with something of everything on its board.</summary>
/// <param name="postgres">Where its database is made.</param>
public sealed class BoardCentre(TestPostgres postgres) : IAsyncLifetime
{
    private const string Organisation = "lvcheng-social-work-station";

    private readonly MovableClock _clock = new();

    public CenterUnderTest Center { get; private set; } = null!;

    /// <summary>The person whom all bookings of people are for.</summary>
    public string Person { get; private set; } = null!;

    internal CentreClient Client => new(Center.Http, Center.AdminKey);

    public async ValueTask InitializeAsync()
    {
        _clock.Set("2026-11-22T09:00:00+08:00");
        Center = await CenterUnderTest.StartAsync(postgres, _clock);
        Person = (await Client.PostAsync("/people", new { ageBand = "adult" })).ShouldBe(201).Text("id");
        await BookAsync("training-room", "16:00", "18:00", organisation: Organisation);
        var meeting = await BookAsync("meeting-room-1", "09:00", "10:30");
        var hall = await BookAsync("multi-function-hall-east", "14:00", "16:00", organisation: Organisation);
        await ActAsync(hall, "approve");
        _clock.Set("2026-11-24T09:00:00+08:00");
        await ActAsync(meeting, "check-in");
        _clock.Set("2026-11-24T13:50:00+08:00");
        await ActAsync(hall, "check-in");
        _clock.Set("2026-11-24T14:30:00+08:00");
        await BookAsync("chess-room", "14:30", "16:00", units: 16, people: 16, overridden: true);
        await BookAsync("reading-room", "15:00", "17:00", units: 4, people: 4, overridden: true);
    }

    /// <summary>Books for the day of the board.</summary>
    /// <returns>Id of the booking.</returns>
    internal async Task<string> BookAsync(
        string facility,
        string from,
        string to,
        int people = 2,
        int? units = null,
        string? organisation = null,
        bool overridden = false
    )
    {
        var booked = await Client.PostAsync(
            "/bookings",
            new
            {
                facility,
                start = $"2026-11-24T{from}:00+08:00",
                end = $"2026-11-24T{to}:00+08:00",
                people,
                units,
                purpose = "class",
                organisation,
                onBehalfOf = organisation is null ? Person : null,
                @override = overridden ? new { reasonCode = "other" } : null,
            }
        );
        return booked.ShouldBe(201).Text("id");
    }

    /// <summary>Opens the page of today and waits until it is live.</summary>
    internal async Task<IPage> ShowAsync(IPage page, Uri? address = null, string path = "/")
    {
        await page.GotoAsync(new Uri(address ?? Center.BaseAddress, path).ToString());
        await page.WaitForSelectorAsync("[data-link=live]");
        return page;
    }

    public ValueTask DisposeAsync() => Center.DisposeAsync();

    private async Task ActAsync(string booking, string action) =>
        (await Client.PostAsync($"/bookings/{booking}/{action}", new { })).ShouldBe(200);
}
