using Center.Domain.Volunteering;
using Xunit;
using static Center.Domain.Tests.Volunteering.DayOfVolunteer;

namespace Center.Domain.Tests.Volunteering;

public sealed class RequestCorrectionTests
{
    private static readonly RequestCorrection Request = new(Id(1), new CorrectionId(Id(8).Value), Recorder);

    [Fact]
    public void a_request_is_noted_whatever_the_state() =>
        Given(Recorded(1, 9, 11), new ServiceRejected(Id(1), Approver, ServiceReason.NotHeld))
            .When(Request)
            .Then(new CorrectionRequested(Id(1), Request.Correction, Recorder));

    [Fact]
    public void an_unknown_entry_is_not_found() => Given().When(Request).ThenRefused("not-found");
}
