using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Audit;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;
using Center.Projections.Volunteering;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Volunteering;

public sealed class ServiceEntriesViewTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly DateOnly _day = new(2026, 3, 14);
    private static readonly DateTimeOffset _nine = new(2026, 3, 14, 1, 0, 0, TimeSpan.Zero);
    private static readonly Signatory _one = new("one") { IssuedBy = ["office"] };
    private static readonly Signatory _two = new("two");

    private readonly PersonId _volunteer = new(Guid.CreateVersion7());
    private readonly PersonId _secondRecord = new(Guid.CreateVersion7());
    private readonly ServiceEntryId _first = new(Guid.CreateVersion7());
    private readonly ServiceEntryId _second = new(Guid.CreateVersion7());

    private AuditDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await AuditDatabase.CreateAsync(postgres);
        await _database.AppendAsync(
            VolunteerDay.StreamOf(_volunteer, _day),
            new ServiceRecorded(_first, Service(_nine, 2), Evidence.Roster, _one, 0, ServiceReason.PaperList),
            Credited(_first),
            new ServiceAdjusted(_first, new(Guid.CreateVersion7()), -30, ServiceReason.Absent, _one),
            new CorrectionRequested(_first, new(Guid.CreateVersion7()), _one)
        );
        await _database.AppendAsync(
            VolunteerDay.StreamOf(_secondRecord, _day),
            new ServiceSelfReported(_second, Service(_nine.AddHours(1), 2), _two, 3, null),
            Credited(_second)
        );
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task rows_made_in_the_transaction_are_those_of_a_replay()
    {
        var report = await _database.ReplayAsync("service-entries");

        report.Differences.ShouldBeEmpty();
        report.Views.ShouldHaveSingleItem().Rows.ShouldBe(2);
    }

    [Fact]
    public async Task a_row_holds_the_entry_as_its_stream_says()
    {
        await using var session = _database.Store.QuerySession(AuditDatabase.Centre);

        var row = await session.LoadAsync<ServiceEntryRow>(_first.ToString(), TestContext.Current.CancellationToken);
        var days = await DaysAsync(long.MaxValue, _volunteer);

        row!.Day.ShouldBe(_day);
        row.Person.ShouldBe(_volunteer);
        row.Entry.ShouldBe(days.ShouldHaveSingleItem().State.Find(_first));
    }

    [Fact]
    public async Task two_records_of_one_person_count_shared_time_once()
    {
        var days = await DaysAsync(long.MaxValue, _volunteer, _secondRecord);

        VolunteerStatement.Of(days).CreditedMinutes.Value.ShouldBe(180 - 30);
    }

    [Fact]
    public async Task a_statement_as_of_a_position_knows_nothing_later()
    {
        VolunteerStatement.Of(await DaysAsync(1, _volunteer)).CreditedMinutes.Value.ShouldBe(0);
        VolunteerStatement.Of(await DaysAsync(2, _volunteer)).CreditedMinutes.Value.ShouldBe(120);
        VolunteerStatement.Of(await DaysAsync(3, _volunteer)).CreditedMinutes.Value.ShouldBe(90);
    }

    private async Task<System.Collections.Generic.IReadOnlyList<DayOfService>> DaysAsync(
        long position,
        params PersonId[] people
    )
    {
        await using var session = _database.Store.QuerySession(AuditDatabase.Centre);
        var cancel = TestContext.Current.CancellationToken;
        return await ServiceHistory.DaysAsync(session, people, _day.AddDays(-1), _day, position, cancel);
    }

    private static ServiceDone Service(DateTimeOffset start, int hours) =>
        new(new TimeWindow(start, start.AddHours(hours)), Minutes.Zero, "convenience", "station", "station");

    private static ServiceCredited Credited(ServiceEntryId entry) => new(entry, _two, "2018-11-26", new Minutes(480));
}
