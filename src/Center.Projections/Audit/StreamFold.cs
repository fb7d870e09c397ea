using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Center.Domain.Access;
using Center.Domain.Attendance;
using Center.Domain.Audit;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.People;
using Center.Domain.Volunteering;
using Center.Projections.EventStore;

namespace Center.Projections.Audit;

/// <summary>What the events of one stream come to, by the folds that decisions are made with.</summary>
public static class StreamFold
{
    private delegate object? Fold(string stream, IEnumerable<object> events);

    private static readonly Dictionary<string, Fold> _folds = new(StringComparer.Ordinal)
    {
        ["access"] = (_, events) => events.Aggregate(AccessDecider.Initial, AccessDecider.Evolve),
        ["booking"] = (_, events) => events.Aggregate(Booking.Initial, Booking.Evolve),
        ["centre"] = Book,
        ["device"] = (_, events) => events.Aggregate(DeviceDecider.Initial, DeviceDecider.Evolve),
        ["facility"] = Book,
        ["finding"] = (_, events) => events.Aggregate(FindingDecider.Initial, FindingDecider.Evolve),
        ["look-ups"] = (_, events) => events.Aggregate(LookUpDecider.Initial, LookUpDecider.Evolve),
        ["log"] = (_, events) => events.OfType<LogEpochOpened>().LastOrDefault(),
        ["organisation"] = Book,
        ["person"] = PersonOf,
        ["policy"] = Book,
        ["roll"] = RollOf,
        ["sample"] = (_, events) => events.Aggregate(SampleDecider.Initial, SampleDecider.Evolve),
        ["site"] = Book,
        ["team"] = Book,
        ["visits"] = (_, events) => events.Aggregate(VisitDecider.Initial, VisitDecider.Evolve),
        ["volunteer-day"] = DayOf,
    };

    /// <summary>Kinds of streams that can be folded: the part of a key before the first slash.</summary>
    public static IReadOnlyCollection<string> Kinds => _folds.Keys;

    /// <summary>What events of one stream come to, as JSON; null when this version cannot read one of them.</summary>
    /// <param name="stream">Stream key.</param>
    /// <param name="events">Its events from the first one on, by version.</param>
    public static string? JsonOf(string stream, IEnumerable<StoredEvent> events)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(events);
        if (!_folds.TryGetValue(stream.Split('/')[0], out var fold))
        {
            return null;
        }

        try
        {
            var bodies = events.Select(e => EventLanguage.OfDomain.Read(e.Type, e.Data)).ToList();
            return bodies.Contains(null)
                ? null
                : JsonSerializer.Serialize(fold(stream, bodies.OfType<object>()), CenterJson.Options);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            // Somebody wrote to the database past the service; whoever looks at the stream sees the event itself.
            return null;
        }
    }

    /// <summary>The bodies of those events that this version can read, in their order.</summary>
    /// <param name="events">Events as stored.</param>
    public static IReadOnlyList<object> ReadableOf(IEnumerable<StoredEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return [.. events.Select(ReadableOf).OfType<object>()];
    }

    private static object? ReadableOf(StoredEvent e)
    {
        try
        {
            return EventLanguage.OfDomain.Read(e.Type, e.Data);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static CentreBook Book(string stream, IEnumerable<object> events) =>
        events.Aggregate(CentreBook.Empty, (book, e) => book.Evolve(stream, e));

    private static object PersonOf(string stream, IEnumerable<object> events)
    {
        var all = events.ToList();
        var person = all.Aggregate(PersonDecider.Initial, PersonDecider.Evolve);
        var standing = all.Aggregate(Standing.Initial, Standing.Evolve);
        return new
        {
            person.Registration,
            person.MergedInto,
            person.Erased,
            standing.Strikes,
            standing.Suspension,
        };
    }

    private static object RollOf(string stream, IEnumerable<object> events)
    {
        var roll = events.Aggregate(RollDecider.Initial, RollDecider.Evolve);
        return new
        {
            Scans = roll
                .Scans.Values.OrderBy(scan => scan.EffectiveAt)
                .ThenBy(scan => scan.ScanId, StringComparer.Ordinal),
            Refused = roll.Refused.OrderBy(scan => scan.ScanId, StringComparer.Ordinal),
            Annulled = roll.Annulled.OrderBy(scan => scan.ScanId, StringComparer.Ordinal),
        };
    }

    private static object DayOf(string stream, IEnumerable<object> events)
    {
        var day = events.Aggregate(VolunteerDay.Initial, VolunteerDayDecider.Evolve);
        return new
        {
            day.Entries,
            day.DailyCap,
            day.CreditedMinutes,
        };
    }
}
