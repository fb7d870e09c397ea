using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Demonstration;

/// <summary>The seed decides everything but secrets.</summary>
public sealed class SameStoryTests(ToldCentre told, TestPostgres postgres) : IClassFixture<ToldCentre>
{
    [Fact]
    public async Task the_same_seed_and_clock_tell_the_same_events_and_a_forced_second_story_tells_others()
    {
        await using var again = new ToldCentre(postgres);
        await again.InitializeAsync();

        (await again.RowsAsync(Events(again.Before)))
            .Select(Line)
            .ShouldBe((await told.RowsAsync(Events(told.Before))).Select(Line));

        var before = await again.NumberAsync("select max(seq_id) from center.mt_events");
        (await again.DemoAsync("--days", "1", "--seed", "7", "--force")).Code.ShouldBe(0);
        (await again.NumberAsync("select max(seq_id) from center.mt_events")).ShouldBeGreaterThan(before + 500);
    }

    // The hash of a key's secret is the one thing that chance must not decide.
    private static string Events(long after) =>
        $"""
            select stream_id, version, type, timestamp, data - 'secretHash', user_name from center.mt_events
            where seq_id > {after} order by seq_id
            """;

    private static string Line(object[] row) => string.Join('|', row);
}
