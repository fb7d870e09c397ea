using System;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Volunteering.DayOfVolunteer;

namespace Center.Domain.Tests.Volunteering;

public sealed class CreditServiceTests
{
    [Fact]
    public void somebody_else_credits_and_the_minutes_count() =>
        Given(Recorded(1, 9, 11)).When(Credit(1, Approver)).Then(Credited(1)).CreditedMinutes.Value.ShouldBe(120);

    [Fact]
    public void overlapping_time_counts_once()
    {
        var day = Given(Recorded(1, 9, 11), Recorded(2, 10, 12), Credited(1));
        day.When(Credit(2, Approver)).Then(Credited(2)).CreditedMinutes.Value.ShouldBe(180);
    }

    [Fact]
    public void a_day_counts_no_more_than_its_cap() =>
        Given(Recorded(1, 8, 20)).When(Credit(1, Approver)).Then(Credited(1)).CreditedMinutes.ShouldBe(Cap);

    [Fact]
    public void the_volunteer_does_not_approve_what_they_did() =>
        Given(Recorded(1, 9, 11)).When(Credit(1, new Signatory("key:x", Volunteer))).ThenRefused("self-approval");

    [Fact]
    public void the_recorder_does_not_approve_what_they_recorded() =>
        Given(Recorded(1, 9, 11)).When(Credit(1, Recorder)).ThenRefused("self-approval");

    [Fact]
    public void another_key_of_the_recorder_is_the_recorder()
    {
        var person = new PersonId(new Guid("0190c1a0-0000-7000-8000-0000000000bb"));
        var recorded = Recorded(1, 9, 11) with { RecordedBy = new Signatory("key:one", person) };
        Given(recorded).When(Credit(1, new Signatory("key:two", person))).ThenRefused("self-approval");
    }

    [Fact]
    public void the_issuer_of_the_recorders_key_does_not_approve()
    {
        var recorded = Recorded(1, 9, 11) with { RecordedBy = Recorder with { IssuedBy = [Approver.Subject] } };
        Given(recorded).When(Credit(1, Approver)).ThenRefused("self-approval");
        Given(recorded).When(Credit(1, Second)).Then(Credited(1, Second));
    }

    [Fact]
    public void a_self_report_needs_somebody_else()
    {
        var day = Given(SelfReported(1, 9, 11));
        day.When(Credit(1, new Signatory("key:own", Volunteer))).ThenRefused("self-approval");
        day.When(Credit(1, Approver)).Then(Credited(1));
    }

    [Fact]
    public void what_was_filled_in_afterwards_counts_after_a_second_approval()
    {
        var half = Given(Backfilled(1, 9, 11)).When(Credit(1, Approver)).Then(Credited(1));
        half.Entries[0].State.ShouldBe(ServiceEntryState.HalfCredited);
        half.CreditedMinutes.Value.ShouldBe(0);

        var day = Given(Backfilled(1, 9, 11), Credited(1));
        day.When(Credit(1, Approver)).ThenNothing();
        var whole = day.When(Credit(1, Second)).Then(Credited(1, Second));
        whole.Entries[0].State.ShouldBe(ServiceEntryState.Credited);
        whole.CreditedMinutes.Value.ShouldBe(120);
    }

    [Fact]
    public void the_issuer_of_the_first_approvers_key_is_no_second_approver() =>
        Given(Backfilled(1, 9, 11), Credited(1, Approver with { IssuedBy = [Second.Subject] }))
            .When(Credit(1, Second))
            .ThenRefused("self-approval");

    [Fact]
    public void crediting_what_is_credited_writes_nothing() =>
        Given(Recorded(1, 9, 11), Credited(1)).When(Credit(1, Second)).ThenNothing();

    [Fact]
    public void a_rejected_entry_is_not_credited() =>
        Given(Recorded(1, 9, 11), new ServiceRejected(Id(1), Second, ServiceReason.NotHeld))
            .When(Credit(1, Approver))
            .ThenRefused("wrong-state");

    [Fact]
    public void an_unknown_entry_is_not_found() => Given().When(Credit(9, Approver)).ThenRefused("not-found");
}
