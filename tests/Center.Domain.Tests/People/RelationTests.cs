using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Domain.Tests.Kernel;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.People;

/// <summary>Who answers for whom, and from which age on.</summary>
public sealed class RelationTests
{
    private static readonly PersonId Relative = new(new Guid("0198c000-0000-7000-8000-000000000002"));

    private static Scenario.Given<Person> Given() => Scenario.Of(PersonDecider.Initial, PersonDecider.Evolve, []);

    private static RegisterPerson Register(
        AgeBand band,
        AgeBand relative,
        ValueList<PersonId>? guardians = null,
        ValueList<PersonId>? actsFor = null
    ) =>
        new(
            band,
            null,
            guardians ?? [],
            actsFor ?? [],
            new HashSet<string>(),
            new Dictionary<PersonId, AgeBand> { [Relative] = relative }
        );

    [Theory]
    [InlineData(AgeBand.Under10, true)]
    [InlineData(AgeBand.Under14, true)]
    [InlineData(AgeBand.Under18, true)]
    [InlineData(AgeBand.Adult, false)]
    [InlineData(AgeBand.Senior, false)]
    public void minors_are_younger_than_18(AgeBand band, bool minor) => band.IsMinor().ShouldBe(minor);

    [Theory]
    [InlineData(AgeBand.Adult)]
    [InlineData(AgeBand.Senior)]
    public void a_child_has_a_guardian_who_is_of_age(AgeBand guardian) =>
        Given()
            .When(state => PersonDecider.Decide(Register(AgeBand.Under10, guardian, guardians: [Relative]), state))
            .Then(new PersonRegistered(AgeBand.Under10, null, [Relative], []));

    [Theory]
    [InlineData(AgeBand.Under10)]
    [InlineData(AgeBand.Under14)]
    [InlineData(AgeBand.Under18)]
    public void a_minor_is_nobodys_guardian(AgeBand guardian) =>
        Given()
            .When(state => PersonDecider.Decide(Register(AgeBand.Under10, guardian, guardians: [Relative]), state))
            .ThenRefused("invalid-value")
            .Data["member"]
            .ShouldBe("guardians");

    [Fact]
    public void an_adult_who_needs_help_may_have_a_guardian_too() =>
        Given()
            .When(state => PersonDecider.Decide(Register(AgeBand.Senior, AgeBand.Adult, guardians: [Relative]), state))
            .Then(new PersonRegistered(AgeBand.Senior, null, [Relative], []));

    [Fact]
    public void an_adult_acts_for_a_child() =>
        Given()
            .When(state => PersonDecider.Decide(Register(AgeBand.Adult, AgeBand.Under10, actsFor: [Relative]), state))
            .Then(new PersonRegistered(AgeBand.Adult, null, [], [Relative]));

    [Fact]
    public void a_minor_acts_for_nobody() =>
        Given()
            .When(state => PersonDecider.Decide(Register(AgeBand.Under18, AgeBand.Adult, actsFor: [Relative]), state))
            .ThenRefused("invalid-value")
            .Data["member"]
            .ShouldBe("actsFor");

    [Fact]
    public void nobody_acts_for_a_crowd()
    {
        var crowd = Enumerable
            .Range(0, PersonDecider.MostRelations + 1)
            .ToDictionary(_ => new PersonId(Guid.NewGuid()), _ => AgeBand.Adult);
        var command = Register(AgeBand.Adult, AgeBand.Adult, actsFor: crowd.Keys.ToValueList()) with
        {
            KnownPeople = crowd,
        };
        Given()
            .When(state => PersonDecider.Decide(command, state))
            .ThenRefused("invalid-value")
            .Data["member"]
            .ShouldBe("actsFor");
    }
}
