using System;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>Closes a facility for a time.</summary>
/// <param name="Id">The closure.</param>
/// <param name="Facility">Code of the facility.</param>
/// <param name="Part">Code of the part; null for all of it.</param>
/// <param name="Window">When; what lies before now is cut off.</param>
/// <param name="ReasonCode">Why; see <see cref="ClosureReasons"/>.</param>
/// <param name="Now">The instant.</param>
public sealed record AnnounceClosure(
    ClosureId Id,
    string Facility,
    string? Part,
    TimeWindow Window,
    string ReasonCode,
    DateTimeOffset Now
);

/// <summary>Takes a closure back.</summary>
/// <param name="Id">The closure.</param>
/// <param name="Facility">Code of the facility.</param>
public sealed record WithdrawClosure(ClosureId Id, string Facility);

/// <summary>
/// Decides on the closures of one facility; the events go to <c>facility/{code}</c>. What becomes of bookings is decided
/// beside it, in the same transaction.
/// </summary>
public static class ClosureDecider
{
    /// <summary>
    /// Announces a closure, from now on when it was to begin earlier: nobody is told afterwards that a room was closed.
    /// Refused: not-found, invalid-window when it is over already, closure-overlaps when another one closes the same units.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="current">The centre as it is.</param>
    public static Decision Decide(AnnounceClosure command, CentreBook current)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(current);
        if (current.FindFacility(command.Facility) is not { } facility)
        {
            return Decision.Refuse("not-found", "There is no such facility.");
        }

        if (facility.Closures.Any(closure => closure.Id == command.Id))
        {
            return Decision.Nothing;
        }

        var start = command.Window.Start < command.Now ? command.Now : command.Window.Start;
        if (TimeWindow.TryMake(start, command.Window.End) is not { } window)
        {
            return new Refusal("invalid-window", "The closure would be over already.").With("member", "to");
        }

        var closure = new Closure(command.Id, window, command.Part, command.ReasonCode);
        var others = facility.Closures.Where(other => Meet(other, closure, facility)).ToList();
        return others.Count == 0
            ? Decision.Accept(new ClosureAnnounced(command.Id, window, command.Part, command.ReasonCode))
            : new Refusal("closure-overlaps", "It is closed then already.").With(
                "closures",
                others.ConvertAll(other => other.Id)
            );
    }

    /// <summary>Takes a closure back. Refused: not-found.</summary>
    /// <param name="command">The command.</param>
    /// <param name="current">The centre as it is.</param>
    public static Decision Decide(WithdrawClosure command, CentreBook current)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(current);
        return current.FindFacility(command.Facility)?.Closures.Any(closure => closure.Id == command.Id) == true
            ? Decision.Accept(new ClosureWithdrawn(command.Id))
            : Decision.Refuse("not-found", "There is no such closure.");
    }

    private static bool Meet(Closure one, Closure other, Facility facility) =>
        one.Window.Overlaps(other.Window) && one.UnitsOf(facility).Intersect(other.UnitsOf(facility)).Any();
}
