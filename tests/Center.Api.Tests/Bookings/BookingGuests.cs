using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;

namespace Center.Api.Tests.Bookings;

/// <summary>People with keys at a running centre, and times that nobody else books.</summary>
/// <param name="center">The centre.</param>
internal sealed class BookingGuests(CenterUnderTest center)
{
    private const int Days = 27;

    private static readonly Dictionary<string, int> _days = new(StringComparer.Ordinal);
    private static readonly Lock _daysLock = new();

    public CentreClient Admin { get; } = new(center.Http, center.AdminKey);

    /// <summary>Registers a person and gives her a key.</summary>
    public async Task<(string Person, CentreClient Client)> ResidentAsync()
    {
        var person = (await Admin.PostAsync("/people", new { ageBand = "adult" })).ShouldBe(201).Text("id");
        return (person, await KeyAsync("resident", person));
    }

    public async Task<CentreClient> KeyAsync(string role, string? person = null, string? scope = null)
    {
        var key = await Admin.PostAsync(
            "/keys",
            new
            {
                name = "test",
                role,
                person,
                scope,
            }
        );
        return new CentreClient(center.Http, key.ShouldBe(201).Text("key"));
    }

    /// <summary>A day within the rooms' 30 days on which no other test of this run books the same rooms.</summary>
    /// <param name="rooms">The rooms; none where nothing is booked, or not at a centre that tests share.</param>
    public static DateOnly OwnDay(params string[] rooms)
    {
        lock (_daysLock)
        {
            string[] booked = rooms is [] ? [string.Empty] : rooms;
            var next = booked.Max(room => _days.GetValueOrDefault(room)) + 1;
            if (next > Days && rooms is not [])
            {
                throw new InvalidOperationException($"All {Days} days of {string.Join(", ", rooms)} are taken.");
            }

            foreach (var room in booked)
            {
                _days[room] = next;
            }

            var today = DateOnly.FromDateTime(DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).DateTime);
            return today.AddDays(2 + ((next - 1) % Days));
        }
    }

    public static string At(DateOnly day, string time) =>
        string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}T{time}:00+08:00");

    public static object Wish(
        string facility,
        DateOnly day,
        string from = "15:00",
        string to = "16:00",
        int people = 2
    ) =>
        new
        {
            facility,
            start = At(day, from),
            end = At(day, to),
            people,
            purpose = "meeting",
        };
}
