using System;
using System.Globalization;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.People;

/// <summary>Whom one asker looked up on one local day of the centre.</summary>
/// <param name="Made">Look-ups, in order.</param>
public sealed record LookUpDay(ValueList<LookUpId> Made)
{
    private const string StreamPrefix = "look-ups/";

    /// <summary>
    /// Most look-ups of one asker in a day: more than an honest check case by case needs, too few to copy the register.
    /// </summary>
    public const int Most = 50;

    /// <summary>The stream of an asker's day.</summary>
    /// <param name="asker">Subject that asks.</param>
    /// <param name="day">Local date of the centre.</param>
    public static string StreamOf(string asker, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{StreamPrefix}{asker}/{day:yyyy-MM-dd}");
}

/// <summary>Decides whether somebody is shown who a person id is (stream <c>look-ups/{asker}/{date}</c>).</summary>
public static class LookUpDecider
{
    /// <summary>A day on which nobody was looked up.</summary>
    public static LookUpDay Initial { get; } = new([]);

    /// <summary>The day after an event.</summary>
    /// <param name="state">Before.</param>
    /// <param name="event">What happened.</param>
    public static LookUpDay Evolve(LookUpDay state, object @event)
    {
        ArgumentNullException.ThrowIfNull(state);
        return @event is PersonalDataDisclosed e ? new LookUpDay(state.Made.Add(e.LookUp)) : state;
    }

    /// <summary>
    /// Lets somebody be shown who a person id is. Refused <c>invalid-value</c>: a reason or case number that is none;
    /// <c>not-found</c>: nobody has that id; <c>person-erased</c>: nothing is left to be shown; <c>look-ups-spent</c>: the
    /// asker has seen <see cref="LookUpDay.Most"/> today.
    /// </summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">The asker's day so far.</param>
    public static Decision Decide(LookUpPerson command, LookUpDay state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        return RefuseWords(command) is { } refusal ? refusal
            : command.Record.Registration is null ? new Refusal("not-found", "There is no such person.")
            : command.Record.Erased
                ? new Refusal("person-erased", "The person's data were erased; nobody can read them again.")
            : state.Made.Contains(command.Id) ? Decision.Nothing
            : state.Made.Count >= LookUpDay.Most
                ? new Refusal("look-ups-spent", $"At most {LookUpDay.Most} people are looked up in a day.").With(
                    "limit",
                    LookUpDay.Most
                )
            : Decision.Accept(new PersonalDataDisclosed(command.Id, command.Asked, command.ReasonCode, command.Case));
    }

    private static Refusal? RefuseWords(LookUpPerson command) =>
        !LookUpReasons.All.Contains(command.ReasonCode)
            ? Invalid("reasonCode", $"A reason is one of {string.Join(", ", LookUpReasons.All)}.")
        : command.Case is { } number && !CaseNumber.Is(number)
            ? Invalid(
                "case",
                $"A case number has 1 to {CaseNumber.Longest} letters, digits, hyphens and slashes, and at most "
                    + $"{CaseNumber.MostDigits} digits in a row."
            )
        : null;

    private static Refusal Invalid(string member, string detail) =>
        new Refusal("invalid-value", detail).With("member", member);
}
