using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;

namespace Center.Benchmarks;

/// <summary>A quarter of an hour in a room.</summary>
/// <param name="Facility">Code of the room.</param>
/// <param name="Start">First instant.</param>
/// <param name="Number">Tells it from all others; rooms of one quarter have numbers that follow each other.</param>
internal readonly record struct Slot(string Facility, DateTimeOffset Start, int Number)
{
    /// <summary>End, exclusive.</summary>
    public DateTimeOffset End => Start.AddMinutes(RoomyDefinition.Grid);
}

/// <summary>
/// Every quarter of an hour of every room in the year to come, in an order that is mixed but the same each time, each
/// handed out once. The last month is kept for rushes.
/// </summary>
internal sealed class Slots
{
    private const int RushDays = 30;
    private static readonly TimeSpan _zone = TimeSpan.FromHours(8);

    private readonly string[] _rooms = [.. Rooms()];
    private readonly int[] _order;
    private readonly DateTimeOffset _first;
    private int _taken = -1;
    private int _rushes;

    public Slots()
    {
        var today = DateTimeOffset.UtcNow.ToOffset(_zone);
        _first = new DateTimeOffset(today.Date.AddDays(2), _zone);
        _order = [.. Enumerable.Range(0, (RoomyDefinition.DaysAhead - RushDays) * QuartersADay * _rooms.Length)];
        new Random(7).Shuffle(_order);
    }

    /// <summary>Rooms at one time.</summary>
    public int RoomCount => _rooms.Length;

    /// <summary>How many have been handed out.</summary>
    public int Taken => _taken + 1;

    private static int QuartersADay => (RoomyDefinition.Closes - RoomyDefinition.Opens) * 60 / RoomyDefinition.Grid;

    /// <summary>The next one that nobody has; may be called by many at once.</summary>
    /// <exception cref="BenchmarkFailure">All are gone.</exception>
    public Slot Next()
    {
        var at = Interlocked.Increment(ref _taken);
        return at < _order.Length
            ? Of(_order[at])
            : throw new BenchmarkFailure("All slots of the year are taken: measure for a shorter time.");
    }

    /// <summary>Slots for the next rush: some rooms, at hours of one day.</summary>
    /// <param name="count">How many.</param>
    public IReadOnlyList<Slot> Rush(int count)
    {
        var firstOfDay = ((RoomyDefinition.DaysAhead - RushDays + _rushes++) * QuartersADay) * _rooms.Length;
        var quarters = (count + 4) / 5;
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => Of(firstOfDay + ((i % quarters) * 4 * _rooms.Length) + (i / quarters))),
        ];
    }

    private Slot Of(int number)
    {
        var quarter = number / _rooms.Length;
        var start = _first
            .AddDays(quarter / QuartersADay)
            .AddHours(RoomyDefinition.Opens)
            .AddMinutes(quarter % QuartersADay * RoomyDefinition.Grid);
        return new Slot(_rooms[number % _rooms.Length], start, number);
    }

    private static IEnumerable<string> Rooms()
    {
        var definition = RoomyDefinition.Shipped();
        var facilities = definition["sites"]!
            .AsArray()
            .SelectMany(site => site!["facilities"]?.AsArray() ?? [])
            .Concat(definition["facilities"]!.AsArray());
        return facilities
            .OfType<JsonNode>()
            .Where(facility => facility["kind"]!.GetValue<string>() == "room")
            .Select(facility => facility["code"]!.GetValue<string>());
    }
}
