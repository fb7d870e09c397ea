using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.People;

/// <summary>Who says that somebody may act for a person, or may no longer.</summary>
public enum ConsentVoice
{
    /// <summary>The person.</summary>
    Self,

    /// <summary>A guardian of the person.</summary>
    Guardian,

    /// <summary>The one who may act: may give that up.</summary>
    Holder,

    /// <summary>Staff, for whoever stands before them.</summary>
    Staff,
}

/// <summary>Let somebody act for a person.</summary>
/// <param name="Self">The person, by the record that counts.</param>
/// <param name="To">Who is to act, by the record that counts.</param>
/// <param name="ToState">What is known of who is to act.</param>
/// <param name="Kind">What for.</param>
/// <param name="Guardian">Who consents for the person; null when the person does.</param>
/// <param name="Answers">Whether that guardian is one of the person, whose right was not withdrawn.</param>
/// <param name="Evidence">How staff know; null with one's own credential.</param>
/// <param name="Tie">What ties the two so far.</param>
public sealed record GrantConsent(
    PersonId Self,
    PersonId To,
    Person ToState,
    ConsentKind Kind,
    PersonId? Guardian,
    bool Answers,
    ConsentEvidence? Evidence,
    Tie Tie
);

/// <summary>Let somebody no longer act for a person.</summary>
/// <param name="To">Who.</param>
/// <param name="Kinds">What for.</param>
/// <param name="Voice">Who says so.</param>
/// <param name="Tie">What ties the two.</param>
public sealed record WithdrawConsent(PersonId To, IReadOnlyList<ConsentKind> Kinds, ConsentVoice Voice, Tie Tie);

/// <summary>Take over what was said under a record that is merged into this one.</summary>
/// <param name="Said">What was said there.</param>
public sealed record TakeOverConsents(ValueList<Consent> Said);

/// <summary>Decides who may act for a person; the events go to <c>person/{id}</c>.</summary>
public static class ConsentDecider
{
    /// <summary>
    /// Grants. Refused: <c>not-found</c>; <c>wrong-state</c> when the record was merged away or erased;
    /// <c>invalid-value</c> when who is to act is unknown, the same, or a minor, or there are too many;
    /// <c>guardian-consent-needed</c> for a minor, who does not consent alone (Civil Code, arts 19 and 20; Personal
    /// Information Protection Law, art. 31).
    /// </summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">The person.</param>
    public static Decision Decide(GrantConsent command, Person state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        if ((Refuse(state) ?? RefuseHolder(command) ?? RefuseGuardian(command, state)) is { } refusal)
        {
            return refusal;
        }

        if (command.Tie.Permits(command.Kind))
        {
            return Decision.Nothing;
        }

        var others = (state.Consents ?? []).Where(one => one.Stands && one.To != command.To).Select(one => one.To);
        return others.Distinct().Count() >= PersonDecider.MostRelations
                ? Invalid("to", $"At most {PersonDecider.MostRelations} people act for one.")
            : command.Guardian is { } guardian
                ? Decision.Accept(new GuardianConsentRecorded(guardian, command.To, command.Kind, command.Evidence))
            : Decision.Accept(new ConsentGranted(command.To, command.Kind, command.Evidence));
    }

    /// <summary>
    /// Withdraws what stands; nothing when nothing does. Refused <c>guardian-consent-needed</c> for a minor, and
    /// <c>forbidden</c> when the right is a guardian's: only staff end that, or the guardian.
    /// </summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">The person.</param>
    public static Decision Decide(WithdrawConsent command, Person state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        if (Refuse(state) is { } refusal)
        {
            return refusal;
        }

        if (command.Voice == ConsentVoice.Self && state.Registration!.AgeBand.IsMinor())
        {
            return GuardianNeeded();
        }

        if (command.Tie.IsGuardian && command.Voice is ConsentVoice.Self or ConsentVoice.Guardian)
        {
            return new Refusal("forbidden", "What a guardian may do is ended by staff, or given up by the guardian.");
        }

        var standing = command.Kinds.Where(command.Tie.Permits).Distinct().ToList();
        return standing.Count == 0
            ? Decision.Nothing
            : Decision.Accept([.. standing.Select(kind => (object)new ConsentWithdrawn(command.To, kind))]);
    }

    /// <summary>
    /// Takes over what was said under another record of the same person: grants about which nothing was said here, and every
    /// withdrawal, since of two that contradict each other the safer one counts.
    /// </summary>
    /// <param name="command">What was said there.</param>
    /// <param name="state">The record that counts.</param>
    public static Decision Decide(TakeOverConsents command, Person state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        var here = (state.Consents ?? []).ToDictionary(one => (one.To, one.Kind), one => one.Stands);
        var taken = command
            .Said.Where(one => !here.TryGetValue((one.To, one.Kind), out var stands) || (stands && !one.Stands))
            .Select(EventOf)
            .ToList();
        return taken.Count == 0 || state.Registration is null || state.Erased
            ? Decision.Nothing
            : Decision.Accept([.. taken]);
    }

    private static object EventOf(Consent said) =>
        !said.Stands ? new ConsentWithdrawn(said.To, said.Kind)
        : said.Guardian is { } guardian ? new GuardianConsentRecorded(guardian, said.To, said.Kind, said.Evidence)
        : new ConsentGranted(said.To, said.Kind, said.Evidence);

    private static Refusal? Refuse(Person state) =>
        state.Registration is null ? new Refusal("not-found", "There is no such person.")
        : state.Erased ? new Refusal("wrong-state", "The person's data were erased.")
        : state.MergedInto is { } into
            ? new Refusal("wrong-state", "The record was merged into another one.").With("mergedInto", into)
        : null;

    private static Refusal? RefuseHolder(GrantConsent command) =>
        command.To == command.Self || command.ToState is not { Registration: not null, MergedInto: null, Erased: false }
            ? Invalid("to", "There is no such other person.")
        : command.ToState.Registration.AgeBand.IsMinor() ? Invalid("to", "Whoever acts for others is of age.")
        : null;

    private static Refusal? RefuseGuardian(GrantConsent command, Person state) =>
        command.Guardian is not null && !command.Answers ? Invalid("guardian", "That is no guardian of the person.")
        : command.Guardian is null && state.Registration!.AgeBand.IsMinor() ? GuardianNeeded()
        : null;

    private static Refusal GuardianNeeded() =>
        new(
            "guardian-consent-needed",
            "For a minor a guardian says who may act, or staff do with the guardian's word."
        );

    private static Refusal Invalid(string member, string detail) =>
        new Refusal("invalid-value", detail).With("member", member);
}
