using System;
using System.Collections.Concurrent;

namespace Center.Domain.Kernel;

/// <summary>The centre's IANA time zone: turns local rules (dates, opening times) into instants and back.</summary>
public sealed class CentreZone
{
    // The framework takes a lock for each look, which folds of a whole log feel.
    private static readonly ConcurrentDictionary<string, TimeZoneInfo> _zones = new(StringComparer.Ordinal);

    private readonly TimeZoneInfo _zone;

    /// <summary>Looks the zone up.</summary>
    /// <param name="id">IANA zone id such as <c>Asia/Shanghai</c>.</param>
    /// <exception cref="TimeZoneNotFoundException">No such zone.</exception>
    public CentreZone(string id)
    {
        _zone = _zones.GetOrAdd(id, TimeZoneInfo.FindSystemTimeZoneById);
        Id = id;
    }

    /// <summary>IANA zone id.</summary>
    public string Id { get; }

    /// <summary>The local date of an instant.</summary>
    /// <param name="instant">Any instant.</param>
    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(LocalOf(instant).DateTime);

    /// <summary>The instant with the centre's offset.</summary>
    /// <param name="instant">Any instant.</param>
    public DateTimeOffset LocalOf(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, _zone);

    /// <summary>
    /// The instant of a local time. A time that a clock change skips counts as that much later; one that occurs twice is
    /// its first occurrence.
    /// </summary>
    /// <param name="date">Local date.</param>
    /// <param name="time">Local time of day.</param>
    public DateTimeOffset InstantOf(DateOnly date, TimeOnly time)
    {
        var local = date.ToDateTime(time, DateTimeKind.Unspecified);
        if (_zone.IsInvalidTime(local))
        {
            local += TimeSpan.FromHours(1);
        }

        var offset = _zone.IsAmbiguousTime(local)
            ? Largest(_zone.GetAmbiguousTimeOffsets(local))
            : _zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>The local day as a window, midnight to midnight.</summary>
    /// <param name="date">Local date.</param>
    public TimeWindow DayOf(DateOnly date) =>
        new(InstantOf(date, TimeOnly.MinValue), InstantOf(date.AddDays(1), TimeOnly.MinValue));

    /// <summary>Monday of the date's week (weeks run Monday to Sunday).</summary>
    /// <param name="date">Local date.</param>
    public static DateOnly MondayOf(DateOnly date) => date.AddDays(-(((int)date.DayOfWeek + 6) % 7));

    private static TimeSpan Largest(TimeSpan[] offsets)
    {
        var largest = offsets[0];
        foreach (var offset in offsets)
        {
            largest = offset > largest ? offset : largest;
        }

        return largest;
    }
}
