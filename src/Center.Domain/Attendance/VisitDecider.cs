using System;
using System.Globalization;
using Center.Domain.Kernel;

namespace Center.Domain.Attendance;

/// <summary>Decides about the counts of one site and day, stream <c>visits/{site}/{date}</c>.</summary>
public static class VisitDecider
{
    private const int Largest = 1_000_000;

    /// <summary>A day without any count.</summary>
    public static DayVisits Initial { get; } = new(null, null, 0);

    /// <summary>The key of the stream.</summary>
    /// <param name="site">Code of the site.</param>
    /// <param name="day">Local day.</param>
    public static string Stream(string site, DateOnly day) =>
        $"visits/{site}/{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>The state after one more event.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="event">The event; others than the stream's own change nothing.</param>
    public static DayVisits Evolve(DayVisits state, object @event)
    {
        ArgumentNullException.ThrowIfNull(state);
        return @event switch
        {
            VisitorsCounted { Method: CountMethod.Manual } counted => state with { Manual = counted.Count },
            VisitorsCounted counted => state with { Shown = counted.Count },
            CounterReset => state with { Shown = null, BeforeReset = state.BeforeReset + (state.Shown ?? 0) },
            _ => state,
        };
    }

    /// <summary>
    /// Takes a count. A counter that shows less than before was set to zero in between. Refusals: <c>invalid-value</c>
    /// (a day to come, a count below 0 or above a million).
    /// </summary>
    /// <param name="command">What was counted.</param>
    /// <param name="state">The day so far.</param>
    public static Decision Decide(CountVisitors command, DayVisits state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        if (command.Day > command.Today)
        {
            return new Refusal("invalid-value", "Visitors of a day to come cannot be counted.").With("member", "date");
        }

        if (command.Count is < 0 or > Largest)
        {
            return new Refusal("invalid-value", "A count lies between 0 and 1 000 000.").With("member", "count");
        }

        var counted = new VisitorsCounted(command.Count, command.Method, command.At);
        var before = command.Method == CountMethod.Manual ? state.Manual : state.Shown;
        return before == command.Count ? Decision.Nothing
            : command.Method == CountMethod.Counter && command.Count < before
                ? Decision.Accept(new CounterReset(command.At), counted)
            : Decision.Accept(counted);
    }
}
