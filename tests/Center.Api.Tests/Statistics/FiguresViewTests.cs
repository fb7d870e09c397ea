using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Attendance;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;
using Center.Projections.Statistics;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Statistics;

public sealed class FiguresViewTests(TestPostgres postgres)
{
    private readonly FiguresView _view = new();

    [Fact]
    public async Task a_booking_counts_on_the_local_day_of_its_start()
    {
        await using var lab = await OpenAsync();
        lab.Now = CentreStory.At(12, days: -1);
        await lab.ConfirmAsync("b1", CentreStory.Terms(CentreStory.At(0, 30), 90));
        await lab.FollowAsync(_view);
        var cell = (await lab.AllAsync<FigureCell>()).ShouldHaveSingleItem();
        cell.Cut.ShouldBe(
            new FigureCut(CentreStory.Day, CentreStory.Street, "main", "hall", "room", "culture", null, null)
        );
        cell.Counts.ShouldBe(
            new FigureCounts
            {
                Bookings = 1,
                BookedMinutes = 90,
                HeldUnitMinutes = 90,
            }
        );
    }

    [Fact]
    public async Task a_part_counts_for_its_whole_by_the_units_it_takes()
    {
        await using var lab = await OpenAsync();
        await lab.ConfirmAsync("b1", CentreStory.Terms(CentreStory.At(10), 60, "hall-a"));
        await lab.ConfirmAsync("b2", CentreStory.Terms(CentreStory.At(14), 60, "hall", units: ["hall-a", "hall-b"]));
        var counts = await CountsAsync(lab);
        (counts.Bookings, counts.BookedMinutes, counts.HeldUnitMinutes).ShouldBe((2, 120, 180));
        (await lab.AllAsync<FigureCell>()).ShouldHaveSingleItem().Cut.Facility.ShouldBe("hall");
    }

    [Fact]
    public async Task what_changes_is_taken_back_first()
    {
        await using var lab = await OpenAsync();
        await lab.ConfirmAsync("b1", CentreStory.Terms(CentreStory.At(10), 60));
        await lab.AppendAsync(
            "booking/b1",
            new BookingRescheduled(CentreStory.Terms(CentreStory.At(10, 0, 1), 120), null)
        );
        await lab.FollowAsync(_view);
        var cell = (await lab.AllAsync<FigureCell>()).ShouldHaveSingleItem();
        (cell.Cut.Day, cell.Counts.BookedMinutes).ShouldBe((CentreStory.Day.AddDays(1), 120));

        await lab.AppendAsync("booking/b1", new BookingCancelled("ill", CancelledBy.Booker, 600));
        (await CountsAsync(lab)).ShouldBe(new FigureCounts { BookingsCancelled = 1 });
    }

    [Fact]
    public async Task whoever_takes_what_has_begun_walked_in_and_whoever_breaks_a_rule_was_let()
    {
        await using var lab = await OpenAsync();
        lab.Now = CentreStory.At(10, 5);
        await lab.ConfirmAsync("b1", CentreStory.Terms(CentreStory.At(10), 60));
        var terms = CentreStory.Terms(CentreStory.At(11), 60);
        await lab.ConfirmAsync("b2", terms with { Override = new Override("other", ["policy-too-long"]) });
        var counts = await CountsAsync(lab);
        (counts.Bookings, counts.WalkIns, counts.BookingsOverridden).ShouldBe((2, 1, 1));

        await lab.AppendAsync("booking/b2", new BookingReleasedAsNoShow(CentreStory.At(11, 15), false));
        var released = await CountsAsync(lab);
        (released.Bookings, released.BookingsReleased, released.BookingsOverridden).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task time_after_leaving_is_not_held()
    {
        await using var lab = await OpenAsync();
        await lab.ConfirmAsync("b1", CentreStory.Terms(CentreStory.At(10), 60));
        await lab.AppendAsync("booking/b1", new BookingCheckedIn(CentreStory.At(10)));
        await lab.AppendAsync("booking/b1", new BookingCheckedOut(CentreStory.At(10, 20)));
        var counts = await CountsAsync(lab);
        (counts.BookedMinutes, counts.HeldUnitMinutes).ShouldBe((60, 20));
    }

    [Fact]
    public async Task a_hold_counts_nothing()
    {
        await using var lab = await OpenAsync();
        await lab.AppendAsync(
            "booking/b1",
            new BookingHeld(CentreStory.Terms(CentreStory.At(10), 60), CentreStory.At(9), false)
        );
        (await CountsAsync(lab)).ShouldBe(FigureCounts.None);
    }

    [Fact]
    public async Task visits_are_the_larger_of_counted_and_named_never_their_sum()
    {
        await using var lab = await OpenAsync();
        var person = new PersonId(Guid.CreateVersion7());
        await lab.ScanAsync(person, ScanDirection.In, CentreStory.At(9), scanId: "s1");
        await lab.ScanAsync(new PersonId(Guid.CreateVersion7()), ScanDirection.In, CentreStory.At(9, 5));
        await lab.ScanAsync(person, ScanDirection.Out, CentreStory.At(10));
        (await CountsAsync(lab)).ShouldBe(new FigureCounts { Visits = 2, VisitDays = 1 });
        (await SiteDayAsync(lab)).Named.ShouldBe(2);

        await lab.CountAsync(7);
        (await CountsAsync(lab)).Visits.ShouldBe(7);
        await lab.CountAsync(1);
        (await CountsAsync(lab)).Visits.ShouldBe(2);
    }

    [Fact]
    public async Task an_annulled_scan_counts_no_longer()
    {
        await using var lab = await OpenAsync();
        var person = new PersonId(Guid.CreateVersion7());
        await lab.ScanAsync(person, ScanDirection.In, CentreStory.At(9), scanId: "s1");
        await lab.AppendAsync(
            RollKey.At("main", CentreStory.Day).Stream,
            new ScanAnnulled("s1", new DeviceId(Guid.Empty), person, "main", CentreStory.Day, AnnulReason.Test)
        );
        (await CountsAsync(lab)).ShouldBe(FigureCounts.None);
        var day = await SiteDayAsync(lab);
        day.Named.ShouldBe(0);
    }

    [Fact]
    public async Task a_count_of_nobody_is_known_to_be_nobody()
    {
        await using var lab = await OpenAsync();
        await lab.CountAsync(0);
        (await CountsAsync(lab)).ShouldBe(new FigureCounts { VisitDays = 1 });
    }

    [Fact]
    public async Task service_time_counts_once_however_often_it_is_recorded()
    {
        await using var lab = await OpenAsync();
        var person = new PersonId(Guid.CreateVersion7());
        await lab.ServeAsync(person, 9, 11);
        var second = await lab.ServeAsync(person, 10, 12, daysLate: 3);
        await lab.ServeAsync(person, 15, 16, credited: false);
        var counts = await CountsAsync(lab);
        (counts.ServiceMinutes, counts.ServiceEntries, counts.ServiceEntriesInTime).ShouldBe((180, 3, 2));

        await lab.AppendAsync(
            VolunteerDay.StreamOf(person, CentreStory.Day),
            new ServiceAdjusted(
                second,
                new AdjustmentId(Guid.CreateVersion7()),
                -30,
                ServiceReason.WrongTime,
                new Signatory("manager")
            )
        );
        counts = await CountsAsync(lab);
        (counts.ServiceMinutes, counts.MinutesTaken, counts.MinutesAdded).ShouldBe((150, 30, 0));
        var cell = (await lab.AllAsync<FigureCell>()).ShouldHaveSingleItem();
        (cell.Cut.Site, cell.Cut.Area, cell.Cut.Party).ShouldBe((null, CentreStory.Community, "social"));
    }

    [Fact]
    public async Task every_cut_sums_to_the_total_and_a_replay_gives_equal_rows()
    {
        await using var lab = await OpenAsync();
        await BusyDaysAsync(lab);
        await lab.FollowAsync(_view, 3);
        var sums = new FigureSums(lab.Source);
        var (from, to) = (CentreStory.Day.AddDays(-1), CentreStory.Day.AddDays(30));
        var total = await TotalAsync(sums, from, to, FigureDimension.Total);
        (total.Bookings > 0 && total.Visits > 0 && total.ServiceMinutes > 0).ShouldBeTrue();
        foreach (var by in Enum.GetValues<FigureDimension>())
        {
            (await TotalAsync(sums, from, to, by)).ShouldBe(total, by.ToString());
        }

        var half = CentreStory.Day.AddDays(3);
        var halves =
            await TotalAsync(sums, from, half, FigureDimension.Site)
            + await TotalAsync(sums, half, to, FigureDimension.Site);
        halves.ShouldBe(total);
        (await lab.DifferencesOfReplayAsync(_view)).ShouldBeEmpty();
    }

    private static async Task BusyDaysAsync(ViewLab lab)
    {
        PersonId[] people = [.. Enumerable.Range(0, 4).Select(_ => new PersonId(Guid.CreateVersion7()))];
        for (var i = 0; i < 12; i++)
        {
            var (facility, site) = i % 3 == 0 ? ("station-room", "station-01") : ("hall-a", "main");
            var organisation = i % 2 == 0 ? "choir" : null;
            await lab.ConfirmAsync(
                $"b{i}",
                CentreStory.Terms(
                    CentreStory.At(9 + (i % 8), 0, i % 5),
                    45 + i,
                    facility,
                    site,
                    organisation: organisation
                )
            );
            if (i % 4 == 1)
            {
                await lab.AppendAsync($"booking/b{i}", new BookingCancelled("ill", CancelledBy.Staff, 0));
            }

            await lab.ScanAsync(people[i % 4], ScanDirection.In, CentreStory.At(9, i, i % 3), site);
            await lab.CountAsync(i, site, i % 4);
            await lab.ServeAsync(people[i % 4], 9 + i % 5, 11 + i % 5, i % 3 != 2, i % 2 == 0 ? "choir" : "unknown");
        }
    }

    private async Task<ViewLab> OpenAsync()
    {
        var lab = await ViewLab.StartAsync(postgres);
        await CentreStory.OpenAsync(lab);
        return lab;
    }

    private async Task<FigureCounts> CountsAsync(ViewLab lab)
    {
        await lab.FollowAsync(_view);
        return (await lab.AllAsync<FigureCell>()).Aggregate(FigureCounts.None, (sum, cell) => sum + cell.Counts);
    }

    private static async Task<FigureSiteDay> SiteDayAsync(ViewLab lab) =>
        (await lab.FindAsync<FigureSiteDay>(FigureSiteDay.KeyOf("main", CentreStory.Day)))!;

    private static async Task<FigureCounts> TotalAsync(
        FigureSums sums,
        DateOnly from,
        DateOnly to,
        FigureDimension by
    ) =>
        (await sums.ReadAsync(ViewLab.Centre, from, to, by, TestContext.Current.CancellationToken)).Aggregate(
            FigureCounts.None,
            (sum, item) => sum + item.Counts
        );
}
