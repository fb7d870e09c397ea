using Center.Domain.Volunteering;
using Xunit;
using static Center.Domain.Tests.Volunteering.DayOfVolunteer;

namespace Center.Domain.Tests.Volunteering;

public sealed class RejectServiceTests
{
    private static readonly RejectService Reject = new(Id(1), Approver, ServiceReason.NotHeld);
    private static readonly ServiceRejected Rejected = new(Id(1), Approver, ServiceReason.NotHeld);

    [Fact]
    public void an_entry_is_turned_down() => Given(Recorded(1, 9, 11)).When(Reject).Then(Rejected);

    [Fact]
    public void a_half_credited_entry_is_turned_down() =>
        Given(Backfilled(1, 9, 11), Credited(1, Second)).When(Reject).Then(Rejected);

    [Fact]
    public void a_credited_entry_is_revoked_not_rejected() =>
        Given(Recorded(1, 9, 11), Credited(1)).When(Reject).ThenRefused("wrong-state");

    [Fact]
    public void rejecting_twice_writes_nothing() => Given(Recorded(1, 9, 11), Rejected).When(Reject).ThenNothing();

    [Fact]
    public void an_unknown_entry_is_not_found() => Given().When(Reject).ThenRefused("not-found");
}
