using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Audit;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.People;
using Center.Projections.Bookings;
using Center.Projections.EventStore;
using Center.Projections.Facilities;
using Center.Projections.People;
using Marten;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Events;

/// <summary>
/// A database that an earlier program wrote, before some members were added to its events: the bodies lie there as that
/// program stored them, and today's states and views read them as it meant them.
/// </summary>
public sealed class EarlierFormsTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string BookingKey = "0190a5b2-7c00-7000-8000-00000000000b";
    private const string PersonKey = "0190a5b2-7c00-7000-8000-000000000001";
    private const string FacilityCode = "early";

    // Each with the member that it did not have yet.
    private static readonly (string Stream, string Stored, string Added)[] _written =
    [
        ("policy/test", "booking-rules.adopted.v1", "eligibility"),
        ($"facility/{FacilityCode}", "facility.opened.v1", "eligibility"),
        ($"facility/{FacilityCode}", "facility.rules-overridden.v1", "eligibility"),
        ($"person/{PersonKey}", "person.registered.v1", ""),
        ($"booking/{BookingKey}", "booking.held.v1", "releaseAt"),
        ($"booking/{BookingKey}", "booking.requested.v1", "releaseAt"),
        ($"booking/{BookingKey}", "booking.rescheduled.v1", "releaseAt"),
        ($"booking/{BookingKey}", "booking.confirmed.v1", "releaseAt"),
        ($"person/{PersonKey}", "personal-data.erased.v1", "reasonCode"),
    ];

    private AuditDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await AuditDatabase.CreateAsync(postgres);
        foreach (var (stream, stored, _) in _written)
        {
            await _database.AppendAsync(stream, Read(stored));
        }

        await _database.FollowAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task the_bodies_are_those_of_the_earlier_program()
    {
        var bodies = await BodiesAsync();

        bodies.Select(Canonical).ShouldBe(_written.Select(one => Canonical(EventSamples.Find(one.Stored)!)));
        foreach (var (_, stored, added) in _written.Where(one => one.Added.Length > 0))
        {
            EventSamples.Find(stored)!.ShouldNotContain($"\"{added}\"");
            EventSamples.FormsOf(stored)[^1].ShouldContain($"\"{added}\"");
        }
    }

    [Fact]
    public async Task every_view_follows_them_and_replays_equal()
    {
        foreach (var view in CenterStore.Views)
        {
            var report = await _database.ReplayAsync(view.Name);

            report.DifferenceCount.ShouldBe(0, view.Name);
            report.Views.ShouldHaveSingleItem().Position.ShouldBe(_written.Length, view.Name);
        }
    }

    [Fact]
    public async Task a_booking_without_a_time_to_come_by_stands_until_its_end()
    {
        var folded = _written
            .Where(one => one.Stream.StartsWith("booking/", StringComparison.Ordinal))
            .Aggregate(Booking.Initial, (state, one) => Booking.Evolve(state, Read(one.Stored)));
        var sheet = await RowAsync<BookingSheet>(BookingKey);

        folded.Deadline.ShouldBeNull();
        folded.StatusAt(DateTimeOffset.MaxValue).ShouldBe(BookingStatus.Confirmed);
        sheet.Status.ShouldBe(BookingStatus.Confirmed);
        sheet.Deadline.ShouldBeNull();
        sheet.ReleaseAt.ShouldBeNull();
    }

    [Fact]
    public async Task rules_that_say_nothing_of_who_may_book_let_everybody()
    {
        var book = (await RowAsync<CentreBookRow>(CentreBookRow.TheOnly)).Book;
        var facility = book.FindFacility(FacilityCode).ShouldNotBeNull();
        var rules = book.BookingRules.ShouldHaveSingleItem();

        facility.Rules.ShouldNotBeNull();
        rules.For(facility.Kind, facility.Rules).Eligibility.ShouldBeNull();
        rules.For(FacilityKind.Room, null).Eligibility.ShouldBeNull();
    }

    [Fact]
    public async Task an_erasure_without_a_reason_was_asked_for_and_is_not_written_twice()
    {
        var person = (await RowAsync<PersonRow>(PersonKey)).Person;

        person.Erased.ShouldBeTrue();
        PersonDecider
            .Decide(new ErasePersonalData([], ErasureReasons.RestoredBackup), person)
            .Events.ShouldBeEmpty("it is known to the log");
    }

    private static object Read(string stored) =>
        JsonSerializer.Deserialize(
            EventSamples.Find(stored)!,
            EventLanguage.OfDomain.TypeOf(stored)!,
            CenterJson.Options
        )!;

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Of(json));

    private async Task<T> RowAsync<T>(string id)
        where T : class, IViewRow
    {
        await using var session = _database.Store.QuerySession(AuditDatabase.Centre);
        return (await session.LoadAsync<T>(id, TestContext.Current.CancellationToken)).ShouldNotBeNull();
    }

    private async Task<List<string>> BodiesAsync()
    {
        await using var command = _database.Source.CreateCommand(
            "select data::text from center.mt_events order by seq_id"
        );
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var bodies = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            bodies.Add(reader.GetString(0));
        }

        return bodies;
    }
}
