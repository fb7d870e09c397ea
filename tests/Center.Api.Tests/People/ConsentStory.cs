using System;
using System.Globalization;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;

namespace Center.Api.Tests.People;

/// <summary>What people do about consents, and with them.</summary>
internal static class ConsentStory
{
    private static int _booked;

    public static Task<Answer> GrantAsync(
        CentreClient client,
        string person,
        string to,
        string kind = "bookings",
        string? evidence = null
    ) =>
        client.PostAsync(
            $"/people/{person}/consents",
            new
            {
                to,
                kind,
                evidence,
            }
        );

    public static Task<Answer> WithdrawAsync(CentreClient client, string person, string to) =>
        client.SendAsync(HttpMethod.Delete, $"/people/{person}/consents/{to}", null);

    // A seat in the reading room, at a time at which this run has booked none yet, and on another day than the one before.
    public static Task<Answer> BookAsync(CentreClient client, string person)
    {
        var number = Interlocked.Increment(ref _booked);
        var today = DateOnly.FromDateTime(DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).DateTime);
        var start = today.AddDays(1 + (number % 6)).ToDateTime(new TimeOnly(14, 0)).AddMinutes(15 * (number / 6 % 24));
        return client.PostAsync(
            "/bookings",
            new
            {
                facility = "reading-room",
                start = At(start),
                end = At(start.AddMinutes(15)),
                people = 1,
                onBehalfOf = person,
            }
        );
    }

    private static string At(DateTime local) =>
        string.Create(CultureInfo.InvariantCulture, $"{local:yyyy-MM-dd'T'HH:mm:ss}+08:00");

    public static async Task<long> PositionAsync(BookingGuests guests, string stream, string type)
    {
        var lines = (
            await guests.Admin.GetAsync($"/audit/events?stream={Uri.EscapeDataString(stream)}&type={type}")
        ).Raw;
        return JsonSerializer.Deserialize<JsonElement>(lines.Split('\n')[0]).GetProperty("position").GetInt64();
    }
}
