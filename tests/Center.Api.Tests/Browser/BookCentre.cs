using System;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Microsoft.Playwright;
using Xunit;

namespace Center.Api.Tests.Browser;

/// <summary>A centre on a Tuesday at nine, with residents who look for places.</summary>
/// <param name="postgres">Where its database is made.</param>
public sealed class BookCentre(TestPostgres postgres) : IAsyncLifetime
{
    internal MovableClock Clock { get; } = new();

    public CenterUnderTest Center { get; private set; } = null!;

    internal CentreClient Client => new(Center.Http, Center.AdminKey);

    public async ValueTask InitializeAsync() => Center = await CenterUnderTest.StartAsync(postgres, Clock);

    /// <summary>A new resident and the path of a link that signs in.</summary>
    internal async Task<(string Person, string Link)> ResidentAsync()
    {
        var person = (await Client.PostAsync("/people", new { ageBand = "adult" })).ShouldBe(201).Text("id");
        var link = (await Client.PostAsync($"/people/{person}/sign-in-link", new { })).ShouldBe(201);
        return (person, new Uri(link.Text("url")).AbsolutePath);
    }

    /// <summary>Books for a new person over the API.</summary>
    /// <returns>Id of the booking.</returns>
    internal async Task<string> BookAsync(string facility, string day, string from, string to, bool hold = false)
    {
        var (person, _) = await ResidentAsync();
        var booked = await Client.PostAsync(
            "/bookings",
            new
            {
                facility,
                start = $"{day}T{from}:00+08:00",
                end = $"{day}T{to}:00+08:00",
                people = 1,
                onBehalfOf = person,
                hold,
            }
        );
        return booked.ShouldBe(201).Text("id");
    }

    /// <summary>A window in which a new resident is signed in.</summary>
    internal async Task<IPage> SignInAsync(IPage page)
    {
        var (_, link) = await ResidentAsync();
        await page.GotoAsync(AddressOf(link));
        await page.FollowAsync("button");
        page.ShouldBeAt("/book");
        return page;
    }

    /// <summary>Looks for a place at a time.</summary>
    internal Task SearchAsync(IPage page, string words, string day, string from = "", string to = "", int people = 1) =>
        page.GotoAsync(
            AddressOf($"/book?q={Uri.EscapeDataString(words)}&date={day}&from={from}&to={to}&people={people}")
        );

    internal string AddressOf(string path) => new Uri(Center.BaseAddress, path).ToString();

    public ValueTask DisposeAsync() => Center.DisposeAsync();
}
