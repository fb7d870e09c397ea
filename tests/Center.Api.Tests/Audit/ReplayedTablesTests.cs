using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Attendance;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Projections.Attendance;
using Center.Projections.Bookings;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

public sealed class ReplayedTablesTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly BookingId _studio = new(Guid.Parse("0190a5b2-7c00-7000-8000-000000000001"));
    private static readonly BookingId _hall = new(Guid.Parse("0190a5b2-7c00-7000-8000-000000000002"));
    private static readonly DeviceId _device = new(Guid.Parse("0190a5b2-7c00-7000-8000-000000000003"));

    private AuditDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await AuditDatabase.CreateAsync(postgres);
        var person = new PersonId(Guid.Parse("0190a5b2-7c00-7000-8000-000000000004"));
        var studio = ReplayTests.Confirmed("studio");
        await BookAsync(_studio, studio with { Terms = studio.Terms! with { Person = person, HoldsPerson = true } });
        await BookAsync(_hall, ReplayTests.Confirmed("hall"));
        await BookAsync(_hall, new BookingCheckedIn(studio.Terms!.Window.Start));
        await BookAsync(_hall, new BookingCheckedOut(studio.Terms!.Window.Start.AddMinutes(30)));
        await ScanAsync("scan-1", 1, person, studio.Terms!.Window.Start);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData("allocations", 2)]
    [InlineData("presences", 1)]
    [InlineData("scan-receipts", 1)]
    public async Task a_table_is_what_its_events_tell(string table, int rows)
    {
        var report = await _database.ReplayAsync(table);

        report.Differences.ShouldBeEmpty();
        report.Views.ShouldHaveSingleItem().Rows.ShouldBe(rows);
    }

    [Fact]
    public async Task what_is_given_up_holds_nothing()
    {
        await BookAsync(_studio, new BookingCancelled("ill", CancelledBy.Booker, 60));

        var report = await _database.ReplayAsync();

        report.Differences.ShouldBeEmpty();
        report.Views.Single(view => view.View == "allocations").Rows.ShouldBe(1);
        report.Views.Single(view => view.View == "presences").Rows.ShouldBe(0);
    }

    [Fact]
    public async Task a_lengthened_allocation_is_named_with_the_events_of_its_booking()
    {
        await _database.ExecuteAsync(
            $"update center.allocation set during = tstzrange(lower(during), upper(during) + interval '1 hour') where booking = '{_hall}'"
        );

        var found = (await _database.ReplayAsync("allocations")).Differences.ShouldHaveSingleItem();

        found.Key.ShouldBe($"HeldUnit/{_hall}/hall");
        found.Field.ShouldBe("$.heldTo");
        found.Stored.GetString().ShouldBe("2026-11-28T05:30:00Z");
        found.Replayed.GetString().ShouldBe("2026-11-28T04:30:00Z");
        found.Events.ShouldBe([2, 3, 4]);
    }

    [Fact]
    public async Task a_removed_receipt_is_named()
    {
        await _database.ExecuteAsync("delete from center.scan_receipt");

        var found = (await _database.ReplayAsync("scan-receipts")).Differences.ShouldHaveSingleItem();

        found.Key.ShouldBe($"ToldReceipt/{_device}/scan-1");
        found.Events.ShouldBe([5]);
    }

    private async Task BookAsync(BookingId id, object e)
    {
        await using var work = await _database.BeginAsync();
        var (state, version) = await work.FoldAsync($"booking/{id}", Booking.Initial, Booking.Evolve);
        work.Append($"booking/{id}", version, [e]);
        AdmissionLedger.Of(work).Replace(id, Booking.Evolve(state, e), version == 0);
        await work.CommitAsync();
    }

    private async Task ScanAsync(string scan, long seq, PersonId person, DateTimeOffset at)
    {
        await using var work = await _database.BeginAsync();
        var recorded = new ScanRecorded(
            scan,
            _device,
            seq,
            person,
            ScanDirection.In,
            "main",
            new DateOnly(2026, 11, 28),
            at,
            at,
            at,
            []
        );
        work.Append("roll/one", 0, [recorded]);
        await new ScanReceipts(work, _device).KeepAsync([new ScanReceipt(scan, seq, "roll/one", null, [])]);
        await work.CommitAsync();
    }
}
