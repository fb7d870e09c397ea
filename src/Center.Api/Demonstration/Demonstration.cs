using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Bookings;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Center.Projections.Facilities;
using Center.Projections.People;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Center.Api.Demonstration;

/// <summary>
/// A believable past of a centre, told through the deciders that everything goes through, on a clock of its own that
/// moves from so many days ago to now. What is told of the days before today depends on the days, the seed and the date
/// alone; today is told as far as it has come.
/// </summary>
internal sealed class Demonstration : IAsyncDisposable
{
    private readonly Stage _stage;
    private readonly Casting _casting;
    private readonly Bookers _bookers;
    private readonly DoorCounts _doors;
    private readonly ServiceStory _services;
    private readonly DateOnly _first;
    private readonly DateTimeOffset _now;

    private Demonstration(
        Stage stage,
        IServiceProvider services,
        DateTimeOffset start,
        DateTimeOffset now,
        CentreZone zone
    )
    {
        _stage = stage;
        _first = zone.DateOf(start);
        _now = now;
        Today = zone.DateOf(now);
        var vaultKey = services.GetRequiredService<VaultKey>();
        var desk = new BookingDesk(new NoReminders());
        var wishes = new Wishes(stage);
        var bookings = new BookingStory(
            stage,
            wishes,
            desk,
            new BookingPlacing(stage, desk, vaultKey),
            new Arrivals(stage, desk)
        );
        _casting = new Casting(stage, services.GetRequiredService<KeyIssuing>(), vaultKey, start);
        _bookers = new Bookers(stage, wishes, bookings);
        _doors = new DoorCounts(stage);
        _services = new ServiceStory(stage, desk);
    }

    /// <summary>The centre's local date.</summary>
    public DateOnly Today { get; }

    // What an act takes must not reach beyond now.
    private DateTimeOffset LastAct => _now.AddMinutes(-2);

    /// <summary>The centre's next local day.</summary>
    public TimeWindow Tomorrow => _stage.Zone.DayOf(Today.AddDays(1));

    /// <summary>How often each rule said no.</summary>
    public IReadOnlyDictionary<string, int> Refusals => _stage.Tally.Refusals;

    /// <summary>Prepares a story; nothing is written yet.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="options">What is to be told.</param>
    /// <param name="head">Newest position of the log, so that a second story has ids of its own.</param>
    public static async Task<Demonstration> OpenAsync(
        IServiceProvider services,
        string centre,
        DemonstrationOptions options,
        long head
    )
    {
        var store = services.GetRequiredService<IDocumentStore>();
        var book = await services.GetRequiredService<NpgsqlDataSource>().BookAsync(store, centre, default);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var first = book.Zone.DateOf(now).AddDays(-options.Days);
        var start = book.Zone.InstantOf(first, new TimeOnly(6, 0));
        var clock = new SimulatedClock(start);
        var chance = new Chance(options.Seed, options.Days, head);
        var telling = new Telling(
            new WorkFactory(store, clock, services.GetRequiredService<LockedConnections>()),
            clock,
            chance,
            centre,
            default
        );
        var stage = new Stage(telling, new Agenda(), chance, new Cast(), new Callers(centre), new Tally());
        return new Demonstration(stage, services, start, now, book.Zone);
    }

    /// <summary>Tells the story up to now.</summary>
    /// <param name="progress">Hears of every day that is told.</param>
    /// <returns>Keys to look at it with.</returns>
    public async Task<IReadOnlyList<KeyHolder>> TellAsync(DemonstrationProgress progress)
    {
        await _casting.OpenAsync();
        var days = Today.DayNumber - _first.DayNumber;
        _casting.PlanNewcomers(_first, days);
        for (var day = _first; day <= Today; day = day.AddDays(1))
        {
            _bookers.Plan(day);
            _doors.Plan(day);
            _services.Plan(day);
            var end = _stage.Zone.DayOf(day).End.AddTicks(-1);
            await _stage.Agenda.RunAsync(end < LastAct ? end : LastAct);
            await _stage.Telling.CommitAsync();
            progress.Told(day, day.DayNumber - _first.DayNumber + 1, days + 1);
        }

        return await KeysAsync();
    }

    public ValueTask DisposeAsync() => _stage.Telling.DisposeAsync();

    private async Task<IReadOnlyList<KeyHolder>> KeysAsync()
    {
        var cast = _stage.Cast;
        var resident = await _casting.GiveKeyAsync(
            "resident",
            Grant.Everywhere(Role.Resident),
            cast.Bookers[0].Person,
            _now
        );
        await _stage.Telling.CommitAsync();
        return
        [
            resident,
            cast.Stewards[0],
            cast.Coordinators[0],
            cast.Manager,
            cast.Auditor,
            cast.Scanners[_stage.MainSite][0].Holder,
        ];
    }
}
