using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.People;

/// <summary>A booking to which the person did not come.</summary>
/// <param name="Booking">The booking.</param>
/// <param name="At">When it was due to be released.</param>
/// <param name="Spent">Whether it has led to a suspension and counts no more.</param>
public sealed record Strike(BookingId Booking, DateTimeOffset At, bool Spent);

/// <summary>A time without bookings of what counts no-shows.</summary>
/// <param name="Strikes">Bookings of the strikes that led to it.</param>
/// <param name="Until">End, exclusive.</param>
public sealed record Suspension(ValueList<BookingId> Strikes, DateTimeOffset Until);

/// <summary>How a person stands with the house; folded from the same stream as the person.</summary>
/// <param name="Strikes">Strikes that were not withdrawn, in the order in which they were recorded.</param>
/// <param name="Suspension">The newest suspension that was not lifted; it may be over.</param>
public sealed record Standing(ValueList<Strike> Strikes, Suspension? Suspension)
{
    /// <summary>Nothing is held against anybody at first.</summary>
    public static Standing Initial { get; } = new([], null);

    /// <summary>
    /// Bookings whose strikes stand in other records of the same person, and which have led to a suspension in this one.
    /// </summary>
    public ValueList<BookingId> SpentElsewhere { get; init; } = [];

    /// <summary>
    /// How a person stands whose records were merged: all strikes, and the suspension that lasts longest. What was decided
    /// about each record before the merge keeps its meaning, and so does what is decided about all of them since.
    /// </summary>
    /// <param name="records">The standing of each record by its own events, at least one.</param>
    public static Standing Of(IReadOnlyList<Standing> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (records is [var only])
        {
            return only;
        }

        return new Standing(
            records
                .SelectMany((record, place) => record.StrikesAmong(records.Where((_, other) => other != place)))
                .DistinctBy(strike => strike.Booking)
                .OrderBy(strike => strike.At)
                .ToValueList(),
            records.Select(record => record.Suspension).OfType<Suspension>().MaxBy(suspension => suspension.Until)
        );
    }

    /// <summary>End of the suspension that stands at an instant; null when none does.</summary>
    /// <param name="now">The instant.</param>
    public DateTimeOffset? SuspendedUntil(DateTimeOffset now) => Suspension?.Until > now ? Suspension.Until : null;

    /// <summary>The standing after one more event of the person; an event of another kind leaves it as it is.</summary>
    /// <param name="state">Before.</param>
    /// <param name="event">What happened.</param>
    public static Standing Evolve(Standing state, object @event)
    {
        ArgumentNullException.ThrowIfNull(state);
        return @event switch
        {
            StrikeRecorded e => state with { Strikes = state.Strikes.Add(new Strike(e.Booking, e.At, false)) },
            StrikeWithdrawn e => state with
            {
                Strikes = state.Strikes.Where(strike => strike.Booking != e.Booking).ToValueList(),
            },
            SuspensionImposed e => new Standing(
                Marked(state, e.Strikes, spent: true),
                new Suspension(e.Strikes, e.Until)
            )
            {
                SpentElsewhere = state.SpentElsewhere.Concat(Foreign(state, e.Strikes)).Distinct().ToValueList(),
            },
            SuspensionLifted e => Lifted(state, e.ReasonCode),
            _ => state,
        };
    }

    private IEnumerable<Strike> StrikesAmong(IEnumerable<Standing> others)
    {
        var spent = others.SelectMany(other => other.SpentElsewhere).ToHashSet();
        return Strikes.Select(strike => spent.Contains(strike.Booking) ? strike with { Spent = true } : strike);
    }

    // What staff forgive stays forgiven; a suspension without ground leaves its other strikes as they were before it.
    private static Standing Lifted(Standing state, string reason) =>
        reason == StandingReasons.StrikeWithdrawn && state.Suspension is { } without
            ? new Standing(Marked(state, without.Strikes, spent: false), null)
            {
                SpentElsewhere = state.SpentElsewhere.Where(one => !without.Strikes.Contains(one)).ToValueList(),
            }
            : state with
            {
                Suspension = null,
            };

    private static IEnumerable<BookingId> Foreign(Standing state, ValueList<BookingId> those) =>
        those.Where(one => state.Strikes.All(strike => strike.Booking != one));

    private static ValueList<Strike> Marked(Standing state, ValueList<BookingId> those, bool spent) =>
        state
            .Strikes.Select(strike => those.Contains(strike.Booking) ? strike with { Spent = spent } : strike)
            .ToValueList();
}

/// <summary>Why strikes are withdrawn and suspensions lifted.</summary>
public static class StandingReasons
{
    /// <summary>A scan that arrived later shows that the person was there.</summary>
    public const string WasThere = "was-there";

    /// <summary>A strike that had led to the suspension was withdrawn.</summary>
    public const string StrikeWithdrawn = "strike-withdrawn";

    private static readonly FrozenSet<string> _ofStaff = new HashSet<string>
    {
        "mistake",
        "ill",
        "hardship",
        "goodwill",
        "other",
    }.ToFrozenSet();

    /// <summary>Reason codes that staff may give.</summary>
    public static IReadOnlyCollection<string> OfStaff => _ofStaff;

    /// <summary>Whether staff may give the text as a reason code.</summary>
    /// <param name="code">The text.</param>
    public static bool Know(string code) => _ofStaff.Contains(code);
}
