using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.Organisations;
using Center.Projections.Statistics;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Statistics;

/// <summary>
/// The centre is described anew between the events of a booking: what was counted is taken back where it was counted, and
/// counted anew where it now belongs.
/// </summary>
public sealed class FigureMovesTests(TestPostgres postgres)
{
    private const string Other = "410105007002";

    private static readonly LocalizedText _name = LocalizedText.Chinese("anew");

    private readonly FiguresView _view = new();

    [Fact]
    public async Task a_booking_leaves_the_cell_in_which_it_was_counted()
    {
        await using var lab = await ViewLab.StartAsync(postgres);
        await CentreStory.OpenAsync(lab);
        await lab.ConfirmAsync("b1", AtStation(10));
        await lab.ConfirmAsync("b2", AtStation(12));
        await DescribeAsync(lab, Other, "enterprise");
        await lab.AppendAsync("booking/b1", new BookingCancelled("ill", CancelledBy.Booker, 600));

        await lab.FollowAsync(_view);

        (await CountsAsync(lab)).ShouldBe([
            ((CentreStory.Community, "social"), (1, 0)),
            ((Other, "enterprise"), (0, 1)),
        ]);
        (await lab.DifferencesOfReplayAsync(_view)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    [InlineData(3, 1000)]
    public async Task whatever_happens_in_between_and_however_long_the_pages_are(int seed, int pageSize)
    {
        await using var lab = await ViewLab.StartAsync(postgres);
        await CentreStory.OpenAsync(lab);
        var random = new Random(seed);
        var (community, party) = (CentreStory.Community, "social");
        var counted = new Dictionary<string, ((string, string), bool IsCancelled)>();
        for (var i = 0; i < 80; i++)
        {
            var known = counted.Where(one => !one.Value.IsCancelled).Select(one => one.Key).ToList();
            switch (random.Next(4))
            {
                case 0:
                    (community, party) = (random.Next(2) == 0 ? Other : CentreStory.Community, $"party-{i}");
                    await DescribeAsync(lab, community, party);
                    break;
                case 1 when known.Count > 0:
                    var given = known[random.Next(known.Count)];
                    await lab.AppendAsync($"booking/{given}", new BookingCancelled("ill", CancelledBy.Staff, 0));
                    counted[given] = ((community, party), true);
                    break;
                case 2 when known.Count > 0:
                    var moved = known[random.Next(known.Count)];
                    await lab.AppendAsync($"booking/{moved}", new BookingRescheduled(AtStation(9 + (i % 9)), null));
                    counted[moved] = ((community, party), false);
                    break;
                default:
                    await lab.ConfirmAsync($"b{i}", AtStation(9 + (i % 9)));
                    counted[$"b{i}"] = ((community, party), false);
                    break;
            }
        }

        await lab.FollowAsync(_view, pageSize);

        var expected = counted
            .Values.GroupBy(one => one.Item1)
            .Select(cell =>
                (cell.Key, (cell.LongCount(one => !one.IsCancelled), cell.LongCount(one => one.IsCancelled)))
            );
        (await CountsAsync(lab)).ShouldBe(expected, ignoreOrder: true);
        (await lab.DifferencesOfReplayAsync(_view)).ShouldBeEmpty();
    }

    private static BookingTerms AtStation(int hour) =>
        CentreStory.Terms(CentreStory.At(hour), 60, "station-room", "station-01", organisation: "choir");

    private static async Task DescribeAsync(ViewLab lab, string community, string party)
    {
        await lab.AppendAsync("site/station-01", new SiteDescribed(SiteKind.CommunityStation, community, _name));
        await lab.AppendAsync("organisation/choir", new OrganisationDescribed(party, community, _name));
    }

    private static async Task<IEnumerable<((string, string), (long, long))>> CountsAsync(ViewLab lab) =>
        (await lab.AllAsync<FigureCell>())
            .GroupBy(cell => (cell.Cut.Area, cell.Cut.Party!))
            .OrderBy(cell => cell.Key)
            .Select(cell =>
                (cell.Key, (cell.Sum(one => one.Counts.Bookings), cell.Sum(one => one.Counts.BookingsCancelled)))
            );
}
