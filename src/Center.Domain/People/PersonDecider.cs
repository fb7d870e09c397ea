using System;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.People;

/// <summary>Decides on one person (stream <c>person/{id}</c>).</summary>
public static class PersonDecider
{
    /// <summary>Nobody yet.</summary>
    public static Person Initial { get; } = new(null, null, false);

    /// <summary>The person after an event.</summary>
    /// <param name="state">Before.</param>
    /// <param name="event">What happened.</param>
    public static Person Evolve(Person state, object @event)
    {
        ArgumentNullException.ThrowIfNull(state);
        return @event switch
        {
            PersonRegistered e => state with { Registration = e },
            PersonMerged e => state with { MergedInto = e.Into },
            PersonalDataErased => state with { Erased = true },
            _ => state,
        };
    }

    /// <summary>Registers a person; an unknown community or person is refused <c>invalid-value</c>.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">What is known.</param>
    public static Decision Decide(RegisterPerson command, Person state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        var registered = new PersonRegistered(
            command.AgeBand,
            command.Community,
            command.Guardians.Distinct().ToValueList(),
            command.ActsFor.Distinct().ToValueList()
        );
        if (state.Registration is not null)
        {
            return state.Registration == registered
                ? Decision.Nothing
                : new Refusal("wrong-state", "The person is already registered.");
        }

        return command.Community is not null && !command.KnownCommunities.Contains(command.Community)
                ? Invalid("community", "The centre has no such community.")
            : !command.Guardians.All(command.KnownPeople.Contains) ? Invalid("guardians", "A guardian is not known.")
            : !command.ActsFor.All(command.KnownPeople.Contains)
                ? Invalid("actsFor", "A person to act for is not known.")
            : Decision.Accept(registered);
    }

    /// <summary>
    /// Merges the record into another one: refused <c>invalid-value</c> when that is unknown or the same, and
    /// <c>wrong-state</c> when either is itself merged away, so that merges never go round in a circle.
    /// </summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">The record that goes.</param>
    public static Decision Decide(MergePerson command, Person state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        return state.Registration is null ? new Refusal("not-found", "There is no such person.")
            : state.MergedInto == command.Into ? Decision.Nothing
            : command.Into == command.Self || command.IntoState.Registration is null
                ? Invalid("into", "There is no such other person.")
            : state.MergedInto is not null || command.IntoState.MergedInto is not null
                ? new Refusal("wrong-state", "One of the two is already merged into another record.")
            : Decision.Accept(new PersonMerged(command.Into));
    }

    /// <summary>Erases the personal data; nothing when they are gone.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">What is known.</param>
    public static Decision Decide(ErasePersonalData command, Person state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        return state.Registration is null ? new Refusal("not-found", "There is no such person.")
            : state.Erased ? Decision.Nothing
            : Decision.Accept(new PersonalDataErased());
    }

    private static Refusal Invalid(string member, string detail) =>
        new Refusal("invalid-value", detail).With("member", member);
}
