using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.Audit;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;
using Center.Projections.Notifications;
using Center.Projections.People;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>Somebody gives an event a time that no calendar of ours can show. Whoever reads times reads on.</summary>
/// <param name="postgres">Where the database is made.</param>
public sealed class FalsifiedTimeTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Person = "0190a5b2-7c00-7000-8000-0000000000aa";

    private AuditDatabase _database = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await AuditDatabase.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData("infinity", 9999)]
    [InlineData("-infinity", 1)]
    [InlineData("4000-01-01 BC", 1)]
    [InlineData("12000-01-01", 9999)]
    public async Task its_time_is_read_as_the_first_or_last_that_can_be_shown(string time, int year)
    {
        await _database.AppendAsync($"person/{Person}", ReplayTests.Registered(AgeBand.Adult));
        await _database.ExecuteAsync($"update center.mt_events set timestamp = '{time}'");

        var levels = await LogLevels.ReadAsync(_database.Source, AuditDatabase.Centre, Stopping);
        IsWaiting(levels.Waiting).ShouldBe(year == 1);
        IsWaiting(levels.Signing).ShouldBe(year == 1);
        var lag = (await ViewProgress.LagsAsync(_database.Source, ["bookings"], Stopping)).ShouldHaveSingleItem();
        IsWaiting(lag.Waiting).ShouldBe(year == 1);
        var changes = await new ChangeLog(_database.Source).PageAsync(AuditDatabase.Centre, 0, 9, ["person"], Stopping);
        changes.Single().At.Year.ShouldBe(year);
        var trace = (
            await new PersonalTraces(_database.Source).FindAsync(AuditDatabase.Centre, [Person], Stopping)
        ).Single();
        (trace.First.Year, trace.Last.Year).ShouldBe((year, year));
        var sampled = await new SampledEvents(_database.Source).AtAsync(AuditDatabase.Centre, [1], Stopping);
        sampled.Single().At.Year.ShouldBe(year);
    }

    [Theory]
    [InlineData("infinity", 9999)]
    [InlineData("12000-01-01", 9999)]
    [InlineData("-infinity", 1)]
    public async Task notices_are_made_of_it_as_of_any_other(string time, int year)
    {
        await NoticeLog.BeginAsync(_database.Source, AuditDatabase.Centre, 0, Stopping);
        await _database.AppendAsync($"booking/{Person}", new BookingLapsed(DateTimeOffset.UnixEpoch));
        await _database.ExecuteAsync($"update center.mt_events set timestamp = '{time}'");

        await using var work = await _database.BeginAsync();
        var taken = await NoticeLog.TakeAsync(work, 1, Stopping);

        taken.ShouldNotBeNull().Causes.ShouldHaveSingleItem().At.Year.ShouldBe(year);
    }

    private static bool IsWaiting(TimeSpan age) => age > TimeSpan.FromDays(1);
}
