using System;
using System.Linq;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Domain.Tests.Kernel;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.People;

public sealed class LookUpTests
{
    private static readonly PersonId _person = new(new Guid(7, 0, 0, new byte[8]));

    private static readonly Person _known = new(new PersonRegistered(AgeBand.Adult, null, [], []), null, false);

    [Fact]
    public void a_look_up_is_recorded_with_its_reason_and_case() =>
        Given()
            .When(state => LookUp(state, 1, "complaint", "2026-117"))
            .Then(new PersonalDataDisclosed(Id(1), _person, "complaint", "2026-117"));

    [Fact]
    public void a_case_may_be_left_out() =>
        Given().When(state => LookUp(state, 1)).Then(new PersonalDataDisclosed(Id(1), _person, "sample", null));

    [Fact]
    public void the_same_person_may_be_looked_up_again_and_that_is_recorded_again() =>
        Given(Made(1)).When(state => LookUp(state, 2)).Then(new PersonalDataDisclosed(Id(2), _person, "sample", null));

    [Fact]
    public void the_same_look_up_is_written_once() => Given(Made(1)).When(state => LookUp(state, 1)).ThenNothing();

    [Theory]
    [InlineData("")]
    [InlineData("Complaint")]
    [InlineData("curiosity")]
    [InlineData("sample ")]
    public void a_reason_is_one_of_the_list(string reason) =>
        Given()
            .When(state => LookUp(state, 1, reason))
            .ThenRefused("invalid-value")
            .Data["member"]
            .ShouldBe("reasonCode");

    [Theory]
    [InlineData("")]
    [InlineData("王小明")]
    [InlineData("Wang Xiaoming")]
    [InlineData("13812345678")]
    [InlineData("case-410102199001011234")]
    [InlineData("12345678901234567890-1234567890-123456789a")]
    public void a_case_number_has_no_room_for_a_name_or_telephone_number(string number) =>
        Given()
            .When(state => LookUp(state, 1, "sample", number))
            .ThenRefused("invalid-value")
            .Data["member"]
            .ShouldBe("case");

    [Theory]
    [InlineData("20261124/A")]
    [InlineData("2026-0001234")]
    [InlineData("A")]
    public void case_numbers_of_other_books_fit(string number) => CaseNumber.Is(number).ShouldBeTrue();

    [Fact]
    public void nobody_is_not_found() =>
        Given().When(state => Decide(state, PersonDecider.Initial)).ThenRefused("not-found");

    [Fact]
    public void whoever_was_erased_stays_unknown_and_nothing_is_written() =>
        Given().When(state => Decide(state, _known with { Erased = true })).ThenRefused("person-erased");

    [Fact]
    public void the_fiftieth_of_a_day_is_the_last()
    {
        var made = Enumerable.Range(1, LookUpDay.Most - 1).Select(Made).ToArray<object>();
        Given(made).When(state => LookUp(state, 50)).Then(new PersonalDataDisclosed(Id(50), _person, "sample", null));
        Given([.. made, Made(50)]).When(state => LookUp(state, 51)).ThenRefused("look-ups-spent");
        Given([.. made, Made(50)]).When(state => LookUp(state, 50)).ThenNothing();
    }

    private static Scenario.Given<LookUpDay> Given(params object[] events) =>
        Scenario.Of(LookUpDecider.Initial, LookUpDecider.Evolve, events);

    private static Decision LookUp(LookUpDay state, int id, string reason = "sample", string? number = null) =>
        LookUpDecider.Decide(new LookUpPerson(Id(id), _person, _known, reason, number), state);

    private static Decision Decide(LookUpDay state, Person record) =>
        LookUpDecider.Decide(new LookUpPerson(Id(1), _person, record, "sample", null), state);

    private static PersonalDataDisclosed Made(int id) => new(Id(id), _person, "sample", null);

    private static LookUpId Id(int number) => new(new Guid(number, 0, 0, new byte[8]));
}
