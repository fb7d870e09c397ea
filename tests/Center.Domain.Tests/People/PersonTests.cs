using System;
using System.Collections.Generic;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Domain.Tests.Kernel;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.People;

public sealed class PersonTests
{
    private static readonly PersonId One = new(new Guid("0198c000-0000-7000-8000-000000000001"));
    private static readonly PersonId Other = new(new Guid("0198c000-0000-7000-8000-000000000002"));
    private static readonly PersonRegistered Registered = new(AgeBand.Senior, "410105007001", [], []);
    private static readonly Person Known = new(Registered, null, false);

    private static Scenario.Given<Person> Given(params object[] events) =>
        Scenario.Of(PersonDecider.Initial, PersonDecider.Evolve, events);

    private static RegisterPerson Register(string? community, ValueList<PersonId>? guardians = null) =>
        new(
            AgeBand.Senior,
            community,
            guardians ?? [],
            [],
            new HashSet<string> { "410105007001" },
            new Dictionary<PersonId, AgeBand> { [Other] = AgeBand.Adult }
        );

    [Fact]
    public void a_person_is_registered_once() =>
        Given().When(state => PersonDecider.Decide(Register("410105007001"), state)).Then(Registered);

    [Fact]
    public void somebody_from_elsewhere_has_no_community() =>
        Given().When(state => PersonDecider.Decide(Register(null), state)).Then(Registered with { Community = null });

    [Fact]
    public void a_guardian_named_twice_counts_once() =>
        Given()
            .When(state => PersonDecider.Decide(Register(null, [Other, Other]), state))
            .Then(new PersonRegistered(AgeBand.Senior, null, [Other], []));

    [Fact]
    public void an_unknown_community_is_refused() =>
        Given()
            .When(state => PersonDecider.Decide(Register("410105009999"), state))
            .ThenRefused("invalid-value")
            .Data["member"]
            .ShouldBe("community");

    [Fact]
    public void an_unknown_guardian_is_refused() =>
        Given()
            .When(state => PersonDecider.Decide(Register(null, [One]), state))
            .ThenRefused("invalid-value")
            .Data["member"]
            .ShouldBe("guardians");

    [Fact]
    public void a_second_record_is_merged_once() =>
        Given(Registered)
            .When(state => PersonDecider.Decide(new MergePerson(One, Other, Known), state))
            .Then(new PersonMerged(Other));

    [Fact]
    public void nobody_is_merged_into_themselves() =>
        Given(Registered)
            .When(state => PersonDecider.Decide(new MergePerson(One, One, Known), state))
            .ThenRefused("invalid-value");

    [Fact]
    public void nobody_is_merged_into_an_unknown_record() =>
        Given(Registered)
            .When(state => PersonDecider.Decide(new MergePerson(One, Other, PersonDecider.Initial), state))
            .ThenRefused("invalid-value");

    [Fact]
    public void merges_do_not_go_round_in_a_circle() =>
        Given(Registered)
            .When(state => PersonDecider.Decide(new MergePerson(One, Other, Known with { MergedInto = One }), state))
            .ThenRefused("wrong-state");

    [Fact]
    public void an_unknown_record_cannot_be_merged() =>
        Given().When(state => PersonDecider.Decide(new MergePerson(One, Other, Known), state)).ThenRefused("not-found");

    [Fact]
    public void changed_details_are_named_and_what_is_kept_so_already_writes_nothing()
    {
        var decision = PersonDecider.Decide(new ChangeDetails(["card", "phone"]), Known);
        decision.Events.ShouldBe([new PersonalDetailsChanged(["card", "phone"])]);
        // What differs from the vault comes with the command; the second time nothing does.
        Given(Registered, decision.Events[0])
            .When(state => PersonDecider.Decide(new ChangeDetails([]), state))
            .ThenNothing();
    }

    [Fact]
    public void nobody_and_nothing_that_is_gone_gets_other_details()
    {
        var change = new ChangeDetails(["card"]);
        Given().When(state => PersonDecider.Decide(change, state)).ThenRefused("not-found");
        Given(Registered, new PersonMerged(Other))
            .When(state => PersonDecider.Decide(change, state))
            .ThenRefused("wrong-state");
        Given(Registered, new PersonalDataErased())
            .When(state => PersonDecider.Decide(change, state))
            .ThenRefused("person-erased");
    }

    [Fact]
    public void personal_data_are_erased_once() =>
        Given(Registered)
            .When(state => PersonDecider.Decide(new ErasePersonalData(["bookings"]), state))
            .Then(new PersonalDataErased(), new ProcessingRestricted(["bookings"]));
}
