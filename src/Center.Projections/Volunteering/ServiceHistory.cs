using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;
using Center.Projections.EventStore;
using Marten;
using Marten.Events.Archiving;

namespace Center.Projections.Volunteering;

/// <summary>
/// A volunteer's days out of the streams themselves and nothing else, as of a position: no view that somebody could have
/// touched stands between the events and a statement.
/// </summary>
public static class ServiceHistory
{
    /// <summary>Folds the days on which anything was recorded.</summary>
    /// <param name="session">Session of the centre.</param>
    /// <param name="people">The volunteer, and records merged into that one.</param>
    /// <param name="from">First local date.</param>
    /// <param name="to">Last local date.</param>
    /// <param name="position">Position up to which events count; a final one, so that the answer stays the same.</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task<IReadOnlyList<DayOfService>> DaysAsync(
        IQuerySession session,
        IReadOnlyList<PersonId> people,
        DateOnly from,
        DateOnly to,
        long position,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(session);
        string[] streams = [.. people.SelectMany(person => StreamsOf(person, from, to))];
        var events = await session
            .Events.QueryAllRawEvents()
            .Where(e => e.StreamKey!.IsOneOf(streams) && e.Sequence <= position && e.MaybeArchived())
            .OrderBy(e => e.Sequence)
            .ToListAsync(stopping);
        return
        [
            .. events
                .GroupBy(e => e.StreamKey!)
                .Select(stream => new DayOfService(
                    VolunteerDay.Of(stream.Key)!.Value.Day,
                    stream.Aggregate(VolunteerDay.Initial, (day, e) => VolunteerDayDecider.Evolve(day, e.Data))
                ))
                .GroupBy(day => day.Day, day => day.State)
                .Select(day => new DayOfService(day.Key, day.Aggregate((one, other) => one.Together(other)))),
        ];
    }

    // Keys are enumerated because the index on streams finds equal keys under any collation, but not prefixes.
    private static IEnumerable<string> StreamsOf(PersonId person, DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            yield return VolunteerDay.StreamOf(person, day);
        }
    }
}
