using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

public sealed class ReplayTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset _noon = new(2026, 11, 28, 4, 0, 0, TimeSpan.Zero);

    private AuditDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await AuditDatabase.CreateAsync(postgres);
        await _database.AppendAsync("person/ada", Registered(AgeBand.Adult));
        await _database.AppendAsync("person/bo", Registered(AgeBand.Senior));
        await _database.AppendAsync("centre/test", Line("reading", 0), Line("music", 1), Line("sport", 2));
        await _database.AppendAsync("booking/one", Confirmed("studio"));
        await _database.AppendAsync("booking/two", Confirmed("hall"));
        await _database.AppendAsync("booking/one", new BookingCancelled("ill", CancelledBy.Booker, 60));
        await _database.FollowAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task untouched_rows_are_equal_in_every_view()
    {
        var report = await _database.ReplayAsync();

        report.DifferenceCount.ShouldBe(0);
        report.Differences.ShouldBeEmpty();
        report.Events.ShouldBe(8);
        report.Positions.ShouldBe(new PositionRange(1, 8));
        report.Views.Select(view => view.View).ShouldBe(Replay.Names);
        report.Views.ShouldAllBe(view => view.Position == 8 && view.DifferenceCount == 0);
        report.Views.Single(view => view.View == "people").Rows.ShouldBe(2);
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(1, 1, 3)]
    [InlineData(1, 1, 1000)]
    [InlineData(2, 1, 8)]
    [InlineData(3, 100, 0)]
    [InlineData(3, 100, 1000)]
    public async Task rows_that_memory_has_no_room_for_are_read_again(int pageSize, int rowsKept, int rowsOfUnit)
    {
        var replay = new Replay(_database.Source)
        {
            PageSize = pageSize,
            RowsKept = rowsKept,
            RowsOfUnit = rowsOfUnit,
        };
        var request = new ReplayRequest(Guid.CreateVersion7(), AuditDatabase.Centre, Replay.AllViews, null);

        var report = await replay.RunAsync(request, null, TestContext.Current.CancellationToken);

        report.DifferenceCount.ShouldBe(0);
        report.Events.ShouldBe(8);
    }

    [Fact]
    public async Task an_event_that_cannot_be_read_is_named()
    {
        await _database.ExecuteAsync("update center.mt_events set data = '[]' where seq_id = 7");

        var failed = await Should.ThrowAsync<ReplayFailedException>(_database.ReplayAsync("people"));

        failed.Message.ShouldStartWith("The event at position 7 cannot be read");
    }

    [Fact]
    public async Task a_changed_row_is_named_with_its_member_and_its_events()
    {
        await _database.ExecuteAsync(
            "update center.mt_doc_booking_sheet set data = jsonb_set(data, '{status}', '\"confirmed\"') where id = 'one'"
        );

        var report = await _database.ReplayAsync("bookings");

        report.DifferenceCount.ShouldBe(1);
        var found = report.Differences.ShouldHaveSingleItem();
        found.View.ShouldBe("bookings");
        found.Key.ShouldBe("BookingSheet/one");
        found.Field.ShouldBe("$.status");
        found.Stored.GetString().ShouldBe("confirmed");
        found.Replayed.GetString().ShouldBe("cancelled");
        found.Events.ShouldBe([6, 8]);
        found.EventCount.ShouldBe(2);
    }

    [Fact]
    public async Task an_event_that_was_hidden_by_archiving_it_still_counts()
    {
        await _database.ExecuteAsync("update center.mt_events set is_archived = true where seq_id = 8");
        await _database.ExecuteAsync("update center.mt_streams set is_archived = true where id = 'booking/one'");
        await _database.ExecuteAsync(
            "update center.mt_doc_booking_sheet set data = jsonb_set(data, '{status}', '\"confirmed\"') where id = 'one'"
        );

        var found = (await _database.ReplayAsync("bookings")).Differences;

        found.Select(difference => difference.Field).ShouldContain("$.status");
        found.ShouldAllBe(difference => difference.Key == "BookingSheet/one");
    }

    [Fact]
    public async Task a_decision_counts_an_event_that_was_hidden_by_archiving_it()
    {
        await _database.ExecuteAsync("update center.mt_events set is_archived = true where seq_id = 8");
        await using var one = await _database.BeginAsync();
        await using var several = await _database.BeginAsync();
        await several.ReadStreamsAsync(["booking/one", "booking/two"]);

        (await one.FoldAsync("booking/one", 0, (count, _) => count + 1)).ShouldBe(new Folded<int>(2, 2));
        (await several.FoldAsync("booking/one", 0, (count, _) => count + 1)).ShouldBe(new Folded<int>(2, 2));
    }

    [Fact]
    public async Task a_row_that_was_removed_is_named()
    {
        await _database.ExecuteAsync("delete from center.mt_doc_person_row where id = 'ada'");

        var found = (await _database.ReplayAsync()).Differences.ShouldHaveSingleItem();

        found.Key.ShouldBe("PersonRow/ada");
        found.Field.ShouldBe("$");
        found.Stored.ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        found.Events.ShouldBe([1]);
    }

    [Fact]
    public async Task a_row_that_was_invented_is_named_as_made_by_no_event()
    {
        await _database.ExecuteAsync(
            """
            insert into center.mt_doc_person_row (id, tenant_id, data, mt_dotnet_type)
            select 'eve', tenant_id, jsonb_set(data, '{id}', '"eve"'), mt_dotnet_type from center.mt_doc_person_row where id = 'bo'
            """
        );

        var found = (await _database.ReplayAsync()).Differences.ShouldHaveSingleItem();

        found.Key.ShouldBe("PersonRow/eve");
        found.Replayed.ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        found.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_changed_event_shows_in_the_rows_that_it_made()
    {
        await _database.ExecuteAsync(
            "update center.mt_events set data = jsonb_set(data, '{ageBand}', '\"under-10\"') where stream_id = 'person/bo'"
        );

        var found = (await _database.ReplayAsync()).Differences.ShouldHaveSingleItem();

        found.Key.ShouldBe("PersonRow/bo");
        found.Field.ShouldBe("$.person.registration.ageBand");
        found.Stored.GetString().ShouldBe("senior");
        found.Replayed.GetString().ShouldBe("under-10");
        found.Events.ShouldBe([2]);
    }

    [Fact]
    public async Task a_view_that_is_behind_is_compared_where_it_stands()
    {
        await _database.AppendAsync("booking/three", Confirmed("court"));

        var report = await _database.ReplayAsync();

        report.DifferenceCount.ShouldBe(0);
        report.Views.Single(view => view.View == "bookings").Position.ShouldBe(8);
        report.Views.Single(view => view.View == "people").Position.ShouldBe(9);
    }

    [Fact]
    public async Task as_of_a_position_nothing_is_compared_and_the_digest_is_always_the_same()
    {
        var early = await _database.ReplayAsync("people", asOf: 1);
        var late = await _database.ReplayAsync("people", asOf: 2);
        await _database.AppendAsync("person/cy", Registered(AgeBand.Adult));
        var again = await _database.ReplayAsync("people", asOf: 2);

        early.Views[0].Rows.ShouldBe(1);
        early.Views[0].DifferenceCount.ShouldBeNull();
        late.Views[0].Rows.ShouldBe(2);
        late.Views[0].Digest.ShouldNotBe(early.Views[0].Digest);
        again.Views[0].Digest.ShouldBe(late.Views[0].Digest);
    }

    [Fact]
    public async Task an_empty_log_replays_to_nothing()
    {
        await using var empty = await AuditDatabase.CreateAsync(postgres);

        var report = await empty.ReplayAsync();

        report.Events.ShouldBe(0);
        report.Positions.ShouldBe(new PositionRange(0, 0));
        report.DifferenceCount.ShouldBe(0);
    }

    internal static PersonRegistered Registered(AgeBand band) => new(band, null, [], []);

    internal static BookingConfirmed Confirmed(string facility) =>
        new(
            new BookingTerms(
                facility,
                "main",
                FacilityKind.Room,
                "reading",
                [facility],
                new TimeWindow(_noon, _noon.AddHours(2)),
                new TimeWindow(_noon, _noon.AddHours(2)),
                4,
                "reading",
                null,
                "choir",
                false,
                [],
                "2026-01",
                null
            ),
            ConfirmedHow.AtOnce
        );

    private static ServiceLineDescribed Line(string code, int rank) => new(code, LocalizedText.Chinese(code), rank);
}
