using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Statistics.Pages;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Projections.Facilities;
using Center.Projections.Statistics;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Statistics;

public sealed class DayLanesTests(TestPostgres postgres)
{
    // A Tuesday: open from 8:30 to 12 and from 14 to 20:30.
    private static readonly DateOnly _day = new(2026, 11, 24);

    [Fact]
    public async Task seats_are_counted_and_equal_neighbours_are_one_stretch()
    {
        var row = await RowAsync(
            "chess-room",
            At(15),
            Booked("chess-room", 14, 16, 2, 0),
            Booked("chess-room", 15, 17, 1, 2),
            Booked("chess-room", 16, 18, 2, 4)
        );
        row.Blocks.Select(block => (block.Window.Start.ToOffset(At(0).Offset).Hour, block.Taken))
            .ShouldBe([(14, 2), (15, 3), (17, 2)]);
        row.Now.ShouldBe(new DayNow(DayState.Partly, 3, At(17)));
    }

    [Fact]
    public async Task a_part_leaves_its_neighbour_free_and_the_whole_takes_both()
    {
        var row = await RowAsync(
            "multi-function-hall",
            At(15),
            Booked("multi-function-hall-west", 14, 16) with
            {
                Units = ["multi-function-hall-west"],
            },
            Booked("multi-function-hall", 18, 20) with
            {
                Units = ["multi-function-hall-east", "multi-function-hall-west"],
            }
        );
        row.IsDivided.ShouldBeTrue();
        row.Blocks.Select(block => (block.FirstUnit, block.Taken)).ShouldBe([(1, 1), (0, 2)]);
        row.Blocks.Select(block => block.Detail?.Part is not null).ShouldBe([true, false]);
        (row.Now.State, row.Now.Taken).ShouldBe((DayState.Partly, 1));
    }

    [Theory]
    [InlineData(BookingStatus.Cancelled)]
    [InlineData(BookingStatus.Declined)]
    [InlineData(BookingStatus.Lapsed)]
    [InlineData(BookingStatus.Released)]
    public async Task what_was_given_up_leaves_the_room_free(BookingStatus status)
    {
        var row = await RowAsync("dance-room", At(15), Booked("dance-room", 14, 16) with { Status = status });
        row.Blocks.ShouldBeEmpty();
        row.Now.ShouldBe(new DayNow(DayState.Free, 0, At(20, 30)));
    }

    [Fact]
    public async Task a_hold_past_its_deadline_is_gone_and_whoever_left_early_has_it_no_longer()
    {
        var hold = Booked("dance-room", 16, 18) with { Status = BookingStatus.Held, Deadline = At(15) };
        var left = Booked("dance-room", 14, 16) with { Status = BookingStatus.CheckedOut, LeftAt = At(14, 40) };
        var row = await RowAsync("dance-room", At(15), hold, left);
        row.Blocks.ShouldHaveSingleItem().Window.End.ShouldBe(At(14, 40));
        row.Now.State.ShouldBe(DayState.Free);
    }

    [Fact]
    public async Task whoever_checked_in_early_is_there_already()
    {
        var early = Booked("dance-room", 15, 16) with { Status = BookingStatus.CheckedIn };
        (await RowAsync("dance-room", At(14, 50), early)).Now.ShouldBe(new DayNow(DayState.InUse, 1, At(16)));
    }

    [Fact]
    public async Task outside_of_opening_hours_a_room_says_when_it_opens()
    {
        var row = await RowAsync("dance-room", At(13));
        row.Now.ShouldBe(new DayNow(DayState.Closed, 0, At(14)));
        row.Closed.Count.ShouldBe(3);
        (await RowAsync("dance-room", At(20, 45))).Now.Until.ShouldBeNull();
    }

    [Fact]
    public async Task a_private_room_does_not_say_what_it_is_used_for()
    {
        var row = await RowAsync("counselling-room", At(13), Booked("counselling-room", 14, 15));
        row.Blocks.ShouldHaveSingleItem().Detail.ShouldBeNull();
    }

    [Fact]
    public async Task the_axis_spans_opening_hours_and_whatever_lies_outside_of_them()
    {
        var book = await BookAsync();
        var places = book.Bookables(withParts: false).ToList();
        var lanes = new DayLanes(book, _day, At(15));
        lanes.AxisOf(places, []).ShouldBe(new DayAxis(At(8), At(21)));
        lanes.AxisOf(places, [Booked("dance-room", 6, 7), Booked("dance-room", 21, 23)]).ShouldBe(new(At(6), At(23)));
        lanes.AxisOf(places, []).At(At(14, 30)).ShouldBe("50%");
    }

    private static DateTimeOffset At(int hour, int minute = 0) =>
        new(_day.ToDateTime(new TimeOnly(hour, minute)), TimeSpan.FromHours(8));

    private static BoardBooking Booked(string facility, int from, int to, int units = 1, int first = 0) =>
        new(
            facility,
            facility,
            [.. Enumerable.Range(first, units).Select(unit => $"{facility}/{unit}")],
            At(from).ToUniversalTime(),
            At(to).ToUniversalTime(),
            2,
            "class",
            null,
            BookingStatus.Confirmed,
            null,
            null
        );

    private async Task<DayRow> RowAsync(string facility, DateTimeOffset now, params BoardBooking[] bookings)
    {
        var book = await BookAsync();
        var place = book.Find(facility)!;
        var lanes = new DayLanes(book, _day, now);
        return lanes.RowOf(place, lanes.AxisOf([place], bookings), bookings);
    }

    private async Task<CentreBook> BookAsync()
    {
        var services = (await postgres.SharedCenterAsync()).Services;
        return await services
            .GetRequiredService<NpgsqlDataSource>()
            .BookAsync(services.GetRequiredService<IDocumentStore>(), CenterUnderTest.Centre, default);
    }
}
