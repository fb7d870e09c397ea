using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Center.Projections.EventStore;
using Center.Projections.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Notifications;

/// <summary>Two nodes look at the same events at the same moment.</summary>
public sealed class NoticeLogTests(TestPostgres postgres)
{
    [Fact]
    public async Task an_event_is_taken_by_one_transaction_alone_and_only_when_that_commits()
    {
        var stopping = TestContext.Current.CancellationToken;
        await using var center = await CenterUnderTest.StartAsync(postgres);
        var (_, client) = await new BookingGuests(center).ResidentAsync();
        (
            await client.PostAsync("/bookings", BookingGuests.Wish("music-room", BookingGuests.OwnDay("music-room")))
        ).ShouldBe(201);
        var source = center.Services.GetRequiredService<NpgsqlDataSource>();
        var final = await LogEnd.FinalPositionAsync(source, CenterUnderTest.Centre, stopping);
        await NoticeLog.BeginAsync(source, CenterUnderTest.Centre, 0, stopping);
        await NoticeLog.BeginAsync(source, CenterUnderTest.Centre, final, stopping);

        await using (await BeginAsync(center, final))
        {
            // Given up without a commit.
        }

        await using var one = await BeginAsync(center, final);
        await using (var two = await WorkOf(center))
        {
            (await NoticeLog.TakeAsync(two, final, stopping)).ShouldBeNull();
        }

        await one.CommitAsync();
        await using var three = await WorkOf(center);
        (await NoticeLog.TakeAsync(three, final, stopping)).ShouldBeNull();
    }

    private static async Task<Work> BeginAsync(CenterUnderTest center, long final)
    {
        var work = await WorkOf(center);
        var taken = await NoticeLog.TakeAsync(work, final, TestContext.Current.CancellationToken);
        taken.ShouldNotBeNull().Causes.ShouldHaveSingleItem().Stream.ShouldStartWith("booking/");
        return work;
    }

    private static Task<Work> WorkOf(CenterUnderTest center) =>
        center
            .Services.GetRequiredService<WorkFactory>()
            .BeginAsync(
                CenterUnderTest.Centre,
                EventContext.System("notices", "test"),
                TestContext.Current.CancellationToken
            );
}
