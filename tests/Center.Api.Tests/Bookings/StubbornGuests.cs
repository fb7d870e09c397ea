using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>
/// Clients who book through both of two nodes. Each wish has an idempotency key; whoever gets no answer, or is told that
/// the service is overloaded, asks the other node with the same key until there is an answer.
/// </summary>
/// <param name="nodes">The nodes.</param>
internal sealed class StubbornGuests(TwoProcesses nodes)
{
    private const int Guests = 16;
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private static readonly string[] _seats = ["reading-room", "gym", "elders-activity-room", "childrens-home"];

    private readonly ConcurrentBag<string> _accepted = [];
    private volatile bool _isEnough;
    private Task[] _booking = [];
    private string[] _people = [];
    private int _asked;
    private int _answered;
    private int _repeated;

    /// <summary>How many wishes were sent, and how many were answered for good.</summary>
    public (int Asked, int Answered) Count => (_asked, _answered);

    /// <summary>How often a wish had to be sent again.</summary>
    public int Repeated => _repeated;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    /// <summary>Registers those for whom is booked.</summary>
    public async Task RegisterAsync(int count) =>
        _people = await Task.WhenAll(
            Enumerable
                .Range(0, count)
                .Select(async i =>
                    (await nodes.Admin(i % 2).PostAsync("/people", new { ageBand = "adult" })).ShouldBe(201).Text("id")
                )
        );

    /// <summary>All begin to book, without an end.</summary>
    public void Begin()
    {
        _isEnough = false;
        _booking = [.. Enumerable.Range(0, Guests).Select(guest => Task.Run(() => BookOnAsync(guest), Stopping))];
    }

    /// <summary>Waits until so many more wishes were answered.</summary>
    public async Task AnsweredAsync(int more)
    {
        var (until, waiting) = (_answered + more, Stopwatch.StartNew());
        while (_answered < until)
        {
            if (Array.Find(_booking, guest => guest.IsFaulted) is { } failed)
            {
                await failed;
            }

            waiting.Elapsed.ShouldBeLessThan(_patience, nodes.Said);
            await Task.Delay(5, Stopping);
        }
    }

    /// <summary>Nobody asks for anything new; everybody waits for his last answer.</summary>
    public Task EndAsync()
    {
        _isEnough = true;
        return Task.WhenAll(_booking);
    }

    /// <summary>The log holds exactly the bookings of which somebody was told, each with its one event.</summary>
    public async Task<int> ShouldBeInTheLogAsync()
    {
        _answered.ShouldBe(_asked);
        var logged = new Dictionary<string, long>();
        // Connections from before a crash would still lie in the pool.
        var address = new NpgsqlConnectionStringBuilder(nodes.ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync(Stopping);
        await using var command = new NpgsqlCommand(
            "select stream_id, count(*) from center.mt_events where stream_id like 'booking/%' group by stream_id",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(Stopping);
        while (await reader.ReadAsync(Stopping))
        {
            logged.Add(reader.GetString(0), reader.GetInt64(1));
        }

        _accepted.Distinct().Count().ShouldBe(_accepted.Count, "two wishes were told of one booking");
        _accepted.Select(id => $"booking/{id}").Except(logged.Keys).ShouldBeEmpty("accepted, and lost");
        logged.Keys.Except(_accepted.Select(id => $"booking/{id}")).ShouldBeEmpty("booked, and nobody was told");
        logged.Values.ShouldAllBe(events => events == 1);
        return logged.Count;
    }

    private async Task BookOnAsync(int guest)
    {
        while (!_isEnough)
        {
            var number = Interlocked.Increment(ref _asked);
            var answer = await AskAsync(guest + number, Wish(number), $"wish-{number}");
            Interlocked.Increment(ref _answered);
            if (answer.Status == 201)
            {
                _accepted.Add(answer.Text("id"));
            }

            answer.Status.ShouldBeOneOf(201, 409, 422);
            await Task.Delay(10, Stopping);
        }
    }

    private async Task<Answer> AskAsync(int first, object wish, string key)
    {
        var waiting = Stopwatch.StartNew();
        for (var node = first; ; node++)
        {
            try
            {
                var answer = await nodes.Admin(node % 2).PostAsync("/bookings", wish, ("Idempotency-Key", key));
                if (answer.Status != 503)
                {
                    return answer;
                }
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException)
            {
                // The node died, before or after it booked: that is what the key is for.
            }

            waiting.Elapsed.ShouldBeLessThan(_patience, $"{key} gets no answer\n{nodes.Said}");
            Interlocked.Increment(ref _repeated);
            await Task.Delay(20, Stopping);
        }
    }

    // Every fourth wants the one room, so that some are refused; the others have seats for long.
    private object Wish(int number)
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));
        var quarter = number / 5 % 24;
        var facility = number % 4 == 0 ? "music-room" : _seats[number / 4 % _seats.Length];
        var start = facility == "music-room" ? quarter / 2 * 2 : quarter;
        var length = facility == "music-room" ? 2 : 1;
        return new
        {
            facility,
            start = Quarter(today.AddDays(2 + number % 5), start),
            end = Quarter(today.AddDays(2 + number % 5), start + length),
            people = 1,
            onBehalfOf = _people[number * 7 % _people.Length],
        };
    }

    private static string Quarter(DateOnly day, int quarter) =>
        BookingGuests.At(day, $"{14 + quarter / 4}:{quarter % 4 * 15:00}");
}
