using System.IO;
using System.Threading.Tasks;
using Center.Api.Audit;
using Center.Projections.Audit;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>What the command line says of a replay.</summary>
public sealed class ReplayReportTests
{
    [Fact]
    public async Task a_view_that_has_not_followed_the_log_says_how_far_it_was_compared()
    {
        var report = new ReplayReport(
            10_016,
            0.9m,
            new PositionRange(1, 10_016),
            [new("access", 10_016, 10_016, 7, 0.2m, 0, null), new("bookings", 0, 0, 0, 0.0m, 0, null)],
            DifferenceCount: 0,
            []
        );
        using var output = new StringWriter();

        await ReplayCommand.WriteAsync(output, report);

        var lines = output.ToString().TrimEnd().Split('\n');
        lines.Length.ShouldBe(3);
        lines[0].ShouldBe("access    equal  10 016 events  0.2 s");
        lines[2]
            .ShouldBe(
                "bookings: has followed the log to position 0 of 10 016, and was compared as of there; it goes on while the service runs"
            );
    }
}
