using Center.Domain.Volunteering;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Volunteering.DayOfVolunteer;

namespace Center.Domain.Tests.Volunteering;

public sealed class RevokeCreditTests
{
    private static readonly RevokeCredit Revoke = new(Id(1), Second, ServiceReason.PaidDuty);

    [Fact]
    public void a_revoked_entry_and_its_adjustments_count_no_more()
    {
        var adjusted = new ServiceAdjusted(Id(1), Adjustment(7), 30, ServiceReason.WrongTime, Second);
        Given(Recorded(1, 9, 11), Credited(1), adjusted)
            .When(Revoke)
            .Then(new CreditRevoked(Id(1), Second, ServiceReason.PaidDuty))
            .CreditedMinutes.Value.ShouldBe(0);
    }

    [Fact]
    public void the_approver_does_not_revoke() =>
        Given(Recorded(1, 9, 11), Credited(1)).When(Revoke with { By = Approver }).ThenRefused("self-approval");

    [Fact]
    public void what_was_not_credited_is_not_revoked() =>
        Given(Recorded(1, 9, 11)).When(Revoke).ThenRefused("wrong-state");

    [Fact]
    public void a_revoked_entry_stays_revoked()
    {
        var day = Given(Recorded(1, 9, 11), Credited(1), new CreditRevoked(Id(1), Second, ServiceReason.PaidDuty));
        day.When(Revoke).ThenNothing();
        day.When(Credit(1, Approver)).ThenRefused("wrong-state");
    }

    [Fact]
    public void an_unknown_entry_is_not_found() => Given().When(Revoke).ThenRefused("not-found");
}
