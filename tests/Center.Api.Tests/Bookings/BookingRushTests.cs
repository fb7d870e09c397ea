using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>Many want the same thing at once; through two services: <see cref="RushOnTwoNodesTests"/>.</summary>
public sealed class BookingRushTests(TestPostgres postgres)
{
    [Fact]
    public async Task of_60_requests_for_16_seats_16_are_accepted_each_with_a_seat_of_its_own()
    {
        await using var center = await CenterUnderTest.StartAsync(postgres);
        var guests = new BookingGuests(center);
        var people = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            people.Add((await guests.ResidentAsync()).Person);
        }

        var day = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8)).AddDays(2);
        var answers = await Task.WhenAll(
            people.Select(person =>
                guests.Admin.PostAsync(
                    "/bookings",
                    new
                    {
                        facility = "chess-room",
                        start = BookingGuests.At(day, "15:00"),
                        end = BookingGuests.At(day, "16:00"),
                        people = 1,
                        onBehalfOf = person,
                    }
                )
            )
        );
        var seats = answers.Where(a => a.Status == 201).Select(a => a.Member("units")[0].GetString()).ToList();
        seats.Count.ShouldBe(16);
        seats.Distinct().Count().ShouldBe(16);
        answers.Where(a => a.Status != 201).ShouldAllBe(a => a.Status == 409);
    }

    [Fact]
    public async Task whoever_loses_the_rush_is_told_of_other_times_none_of_which_is_the_one_that_is_gone()
    {
        await using var center = await CenterUnderTest.StartAsync(postgres);
        var guests = new BookingGuests(center);
        var people = new List<string>();
        for (var i = 0; i < 24; i++)
        {
            people.Add((await guests.ResidentAsync()).Person);
        }

        var day = BookingGuests.OwnDay("meeting-room-1");
        var (start, end) = (BookingGuests.At(day, "15:00"), BookingGuests.At(day, "17:00"));
        var answers = await Task.WhenAll(
            people.Select(person =>
                guests.Admin.PostAsync(
                    "/bookings",
                    new
                    {
                        facility = "meeting-room-1",
                        start,
                        end,
                        people = 4,
                        onBehalfOf = person,
                    }
                )
            )
        );

        answers.ShouldContain(answer => answer.Status == 201, 1);
        foreach (var lost in answers.Where(answer => answer.Status != 201))
        {
            lost.ShouldBeProblem(409, "slot-taken");
            var others = lost.Member("alternatives").EnumerateArray().ToList();
            others.ShouldNotBeEmpty();
            others.ShouldAllBe(other =>
                other.GetProperty("facility").GetString() != "meeting-room-1"
                || other.GetProperty("start").GetDateTimeOffset() >= TimeOf(end)
                || other.GetProperty("end").GetDateTimeOffset() <= TimeOf(start)
            );
        }
    }

    [Fact]
    public async Task a_persons_quota_holds_when_all_requests_come_at_once()
    {
        var center = await postgres.SharedCenterAsync();
        var guests = new BookingGuests(center);
        var (person, client) = await guests.ResidentAsync();
        var day = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8)).AddDays(3);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(i =>
                    client.PostAsync(
                        "/bookings",
                        BookingGuests.Wish(
                            "gym",
                            day,
                            $"{14 + i / 4}:{i % 4 * 15:00}",
                            $"{14 + (i + 1) / 4}:{(i + 1) % 4 * 15:00}",
                            1
                        )
                    )
                )
        );
        answers.Count(answer => answer.Status == 201).ShouldBe(3, string.Join('\n', answers.Select(a => a.Raw)));
        answers
            .Where(answer => answer.Status != 201)
            .ShouldAllBe(answer => answer.Text("code") == "policy-quota-person");
        (
            await CountAsync(
                center.ConnectionString,
                $"select count(distinct booking) from center.allocation where person = '{person}'"
            )
        ).ShouldBe(3);
    }

    [Fact]
    public async Task the_table_refuses_two_bookings_of_a_unit_whoever_writes_them()
    {
        var center = await postgres.SharedCenterAsync();
        var guests = new BookingGuests(center);
        var (_, client) = await guests.ResidentAsync();
        var booked = await client.PostAsync(
            "/bookings",
            BookingGuests.Wish("painting-room", BookingGuests.OwnDay("painting-room"))
        );
        booked.ShouldBe(201);
        await using var connection = new NpgsqlConnection(center.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            $"""
            insert into center.allocation (centre, unit, during, booking, own, kind)
            select centre, unit, during, gen_random_uuid(), own, kind from center.allocation
            where booking = '{booked.Text("id")}'
            """,
            connection
        );
        var refused = await Should.ThrowAsync<PostgresException>(() =>
            command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)
        );
        refused.SqlState.ShouldBe(PostgresErrorCodes.ExclusionViolation);
    }

    private static async Task<long> CountAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static DateTimeOffset TimeOf(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
