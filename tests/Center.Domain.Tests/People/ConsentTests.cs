using System;
using System.Linq;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Domain.Tests.Kernel;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.People;

/// <summary>Who may act for whom, because of whose word.</summary>
public sealed class ConsentTests
{
    private static readonly PersonId Mother = Person(1);
    private static readonly PersonId Daughter = Person(2);
    private static readonly PersonId Guardian = Person(3);
    private static readonly Tie NoTie = new(false, false, []);
    private static readonly Person Adult = new(new PersonRegistered(AgeBand.Adult, null, [], []), null, false);
    private static readonly PersonRegistered Registered = new(AgeBand.Senior, null, [], []);
    private static readonly PersonRegistered Child = new(AgeBand.Under14, null, [Guardian], []);
    private static readonly ConsentGranted Granted = new(Daughter, ConsentKind.Bookings, null);

    [Fact]
    public void an_adult_lets_somebody_book() =>
        Given(Registered)
            .When(state => ConsentDecider.Decide(Grant(TieOf(state)), state))
            .Then(Granted)
            .Consents!.ShouldHaveSingleItem()
            .Stands.ShouldBeTrue();

    [Fact]
    public void staff_say_how_they_know() =>
        Given(Registered)
            .When(state =>
                ConsentDecider.Decide(Grant(TieOf(state)) with { Evidence = ConsentEvidence.SignedForm }, state)
            )
            .Then(Granted with { Evidence = ConsentEvidence.SignedForm });

    [Fact]
    public void a_minor_does_not_consent_alone() =>
        Given(Child)
            .When(state => ConsentDecider.Decide(Grant(TieOf(state)), state))
            .ThenRefused("guardian-consent-needed");

    [Fact]
    public void a_guardian_consents_for_a_minor() =>
        Given(Child)
            .When(state =>
                ConsentDecider.Decide(Grant(TieOf(state)) with { Guardian = Guardian, Answers = true }, state)
            )
            .Then(new GuardianConsentRecorded(Guardian, Daughter, ConsentKind.Bookings, null));

    [Fact]
    public void nobody_else_consents_for_a_minor() =>
        Given(Child)
            .When(state => ConsentDecider.Decide(Grant(TieOf(state)) with { Guardian = Guardian }, state))
            .ThenRefused("invalid-value")
            .Data["member"]
            .ShouldBe("guardian");

    [Fact]
    public void whoever_acts_is_somebody_else_of_age_under_the_record_that_counts()
    {
        Person[] wrong =
        [
            PersonDecider.Initial,
            Adult with
            {
                MergedInto = Guardian,
            },
            Adult with
            {
                Erased = true,
            },
            new(Child, null, false),
        ];
        foreach (var holder in wrong)
        {
            Given(Registered)
                .When(state => ConsentDecider.Decide(Grant(NoTie) with { ToState = holder }, state))
                .ThenRefused("invalid-value");
        }

        Given(Registered)
            .When(state => ConsentDecider.Decide(Grant(NoTie) with { To = Mother }, state))
            .ThenRefused("invalid-value");
    }

    [Fact]
    public void nobody_consents_who_is_unknown_merged_away_or_erased()
    {
        Given().When(state => ConsentDecider.Decide(Grant(NoTie), state)).ThenRefused("not-found");
        Given(Registered, new PersonMerged(Guardian))
            .When(state => ConsentDecider.Decide(Grant(NoTie), state))
            .ThenRefused("wrong-state");
        Given(Registered, new PersonalDataErased())
            .When(state => ConsentDecider.Decide(Grant(NoTie), state))
            .ThenRefused("wrong-state");
    }

    [Fact]
    public void at_most_twenty_act_for_one()
    {
        object[] twenty =
        [
            Registered,
            .. Enumerable.Range(10, 20).Select(n => new ConsentGranted(Person(n), ConsentKind.Bookings, null)),
        ];
        Given(twenty).When(state => ConsentDecider.Decide(Grant(NoTie), state)).ThenRefused("invalid-value");
        Given([.. twenty, new ConsentWithdrawn(Person(10), ConsentKind.Bookings)])
            .When(state => ConsentDecider.Decide(Grant(TieOf(state)), state))
            .Then(Granted);
    }

    [Fact]
    public void a_consent_is_withdrawn_and_given_again()
    {
        var after = Given(Registered, Granted)
            .When(state => ConsentDecider.Decide(Withdraw(ConsentVoice.Self, TieOf(state)), state))
            .Then(new ConsentWithdrawn(Daughter, ConsentKind.Bookings));
        TieOf(after).Permits(ConsentKind.Bookings).ShouldBeFalse();
        ConsentDecider.Decide(Grant(TieOf(after)), after).Events.ShouldBe([Granted]);
    }

    [Theory]
    [InlineData(ConsentVoice.Self, "guardian-consent-needed")]
    [InlineData(ConsentVoice.Guardian, "forbidden")]
    [InlineData(ConsentVoice.Holder, null)]
    [InlineData(ConsentVoice.Staff, null)]
    public void a_guardian_is_sent_away_by_staff_or_goes(ConsentVoice voice, string? code)
    {
        var outcome = Given(Child)
            .When(state =>
                ConsentDecider.Decide(Withdraw(voice, TieOf(state, isGuardian: true)) with { To = Guardian }, state)
            );
        if (code is not null)
        {
            outcome.ThenRefused(code);
            return;
        }

        outcome.Decision.Events.ShouldBe([
            new ConsentWithdrawn(Guardian, ConsentKind.Bookings),
            new ConsentWithdrawn(Guardian, ConsentKind.Details),
        ]);
    }

    [Fact]
    public void what_was_said_last_counts_before_what_was_registered()
    {
        var no = new Consent(Daughter, ConsentKind.Bookings, false);
        var yes = no with { Stands = true };

        new Tie(true, false, []).Permits(ConsentKind.Details).ShouldBeTrue();
        new Tie(false, true, []).Permits(ConsentKind.Bookings).ShouldBeTrue();
        new Tie(false, true, []).Permits(ConsentKind.Details).ShouldBeFalse();
        new Tie(true, true, [no]).Permits(ConsentKind.Bookings).ShouldBeFalse();
        new Tie(true, false, [no]).Permits(ConsentKind.Details).ShouldBeTrue();
        new Tie(false, false, [yes, no]).Permits(ConsentKind.Bookings).ShouldBeFalse();
        new Tie(false, false, [no, yes]).Permits(ConsentKind.Bookings).ShouldBeTrue();
    }

    [Fact]
    public void an_erasure_forgets_who_might_act() =>
        Given(Registered, Granted, new PersonalDataErased()).State.Consents.ShouldBeNull();

    [Fact]
    public void a_merge_takes_grants_along_and_every_withdrawal()
    {
        var there = Given(
            Registered,
            Granted,
            new ConsentGranted(Guardian, ConsentKind.Details, ConsentEvidence.InPerson),
            new ConsentWithdrawn(Person(7), ConsentKind.Bookings)
        );
        var here = Given(
            Registered,
            new ConsentWithdrawn(Daughter, ConsentKind.Bookings),
            new ConsentGranted(Person(7), ConsentKind.Bookings, null)
        );

        here.When(state => ConsentDecider.Decide(new TakeOverConsents(there.State.Consents!), state))
            .Then(
                new ConsentGranted(Guardian, ConsentKind.Details, ConsentEvidence.InPerson),
                new ConsentWithdrawn(Person(7), ConsentKind.Bookings)
            );
    }

    private static Scenario.Given<Person> Given(params object[] events) =>
        Scenario.Of(PersonDecider.Initial, PersonDecider.Evolve, events);

    private static GrantConsent Grant(Tie tie) =>
        new(Mother, Daughter, Adult, ConsentKind.Bookings, null, false, null, tie);

    private static WithdrawConsent Withdraw(ConsentVoice voice, Tie tie) =>
        new(Daughter, Enum.GetValues<ConsentKind>(), voice, tie);

    private static Tie TieOf(Person state, bool isGuardian = false) =>
        new(
            isGuardian,
            false,
            (state.Consents ?? []).Where(one => one.To == (isGuardian ? Guardian : Daughter)).ToValueList()
        );

    private static PersonId Person(int number) => new(new Guid($"0198c000-0000-7000-8000-{number:d12}"));
}
