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
            PersonalDataErased => state with { Erased = true, Consents = null },
            ConsentGranted e => Said(state, new Consent(e.To, e.Kind, true, null, e.Evidence)),
            GuardianConsentRecorded e => Said(state, new Consent(e.To, e.Kind, true, e.Guardian, e.Evidence)),
            ConsentWithdrawn e => Said(state, new Consent(e.To, e.Kind, false)),
            _ => state,
        };
    }

    private static Person Said(Person state, Consent consent) =>
        state with
        {
            Consents = consent.After(state.Consents),
        };

    /// <summary>Most guardians that a person has, and most people that one acts for.</summary>
    public const int MostRelations = 20;

    /// <summary>
    /// Registers a person. Refused <c>invalid-value</c>: an unknown community or person, more than
    /// <see cref="MostRelations"/> relations, a guardian who is a minor, a minor who acts for others (Civil Code, arts.
    /// 19, 20 and 27: minors are themselves represented).
    /// </summary>
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

        var refusal =
            RefuseCommunity(command)
            ?? RefuseRelations("guardians", registered.Guardians, command)
            ?? RefuseRelations("actsFor", registered.ActsFor, command)
            ?? RefuseMinors(registered, command);
        return refusal is not null ? refusal : Decision.Accept(registered);
    }

    /// <summary>
    /// Merges the record into another one: refused <c>invalid-value</c> when that is unknown or the same, and
    /// <c>wrong-state</c> when either is itself merged away, so that merges never go round in a circle, <c>person-erased</c>
    /// when the data of either were erased: nobody is to be known again by what is left.
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
            : state.Erased || command.IntoState.Erased ? Erased
            : state.MergedInto is not null || command.IntoState.MergedInto is not null
                ? new Refusal("wrong-state", "One of the two is already merged into another record.")
            : Decision.Accept(new PersonMerged(command.Into));
    }

    /// <summary>
    /// Changes personal details; nothing when the vault keeps them so already. Refused <c>wrong-state</c> when the record
    /// was merged away, and <c>person-erased</c> when nothing may ever be kept of the person again.
    /// </summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">What is known.</param>
    public static Decision Decide(ChangeDetails command, Person state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        return state.Registration is null ? new Refusal("not-found", "There is no such person.")
            : state.MergedInto is { } into
                ? new Refusal("wrong-state", "The record was merged into another one.").With("mergedInto", into)
            : state.Erased
                ? new Refusal("person-erased", "The person's data were erased; nothing is kept of them again.")
            : command.Changed.Count == 0 ? Decision.Nothing
            : Decision.Accept(new PersonalDetailsChanged(command.Changed));
    }

    /// <summary>Erases the personal data and restricts what is left; nothing when they are gone.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">What is known.</param>
    public static Decision Decide(ErasePersonalData command, Person state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        return state.Registration is null ? new Refusal("not-found", "There is no such person.")
            : state.Erased ? Decision.Nothing
            : Decision.Accept(new PersonalDataErased(command.ReasonCode), new ProcessingRestricted(command.Records));
    }

    /// <summary>The answer to whatever the restriction of processing forbids.</summary>
    public static Refusal Erased { get; } =
        new("person-erased", "The person's data were erased; what is left is kept and used for nothing else.");

    private static Refusal? RefuseCommunity(RegisterPerson command) =>
        command.Community is not null && !command.KnownCommunities.Contains(command.Community)
            ? Invalid("community", "The centre has no such community.")
            : null;

    private static Refusal? RefuseRelations(string member, ValueList<PersonId> people, RegisterPerson command) =>
        people.Count > MostRelations ? Invalid(member, $"At most {MostRelations} people.")
        : !people.All(command.KnownPeople.ContainsKey) ? Invalid(member, "One of the people is not known.")
        : null;

    private static Refusal? RefuseMinors(PersonRegistered registered, RegisterPerson command) =>
        registered.Guardians.Any(guardian => command.KnownPeople[guardian].IsMinor())
            ? Invalid("guardians", "A guardian is of age.")
        : registered.ActsFor.Count > 0 && registered.AgeBand.IsMinor()
            ? Invalid("actsFor", "Whoever acts for others is of age.")
        : null;

    private static Refusal Invalid(string member, string detail) =>
        new Refusal("invalid-value", detail).With("member", member);
}
