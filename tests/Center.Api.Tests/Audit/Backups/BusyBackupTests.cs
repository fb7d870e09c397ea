using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Access;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Center.Projections.EventStore;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit.Backups;

/// <summary>
/// A backup that is taken while people book is one moment of the log: what was answered before it is in it whole, what
/// came after is not in it at all, and what is restored from it adds up.
/// </summary>
public sealed class BusyBackupTests(TestPostgres postgres) : IAsyncLifetime
{
    private const int Writers = 3;
    private const int Before = 30;

    private static readonly string[] _rooms = ["reading-room", "gym", "elders-activity-room"];

    private BackupRoom _room = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _room = await BackupRoom.CreateAsync(postgres);

    public ValueTask DisposeAsync()
    {
        _room.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task a_backup_amid_bookings_is_one_moment_of_the_log_and_restores_whole()
    {
        var (before, during) = await BookAndBackUpAsync();
        var last = await LongAsync("select max(seq_id) from center.mt_events");
        var busy = _room.ConnectionString;
        await _room.LoseDatabaseAsync();

        var (code, said) = await _room.RunAsync("restore", _room.Backup);

        code.ShouldBe(0, said);
        said.ShouldContain("0 rows differ");
        said.ShouldContain("as it was sealed");
        var position = await LongAsync("select max(seq_id) from center.mt_events");
        position.ShouldBeLessThan(last, "bookings went on while the backup was written");
        await LogsAreEqualAsync(busy, position);
        var whole = await RestoredBookingsAsync();
        before.ShouldAllBe(id => whole.Contains(id), "answered before the backup began");
        during.ShouldContain(id => !whole.Contains(id), "answered after its moment");
        await EverythingAddsUpAsync(whole, before.Concat(during));
    }

    private async Task<(IReadOnlyList<string> Before, IReadOnlyList<string> During)> BookAndBackUpAsync()
    {
        await using var center = await _room.ServeAsync();
        var guests = new BookingGuests(center);
        var people = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            people.Add((await guests.Admin.PostAsync("/people", new { ageBand = "adult" })).ShouldBe(201).Text("id"));
        }

        var accepted = new ConcurrentQueue<string>();
        using var enough = new CancellationTokenSource();
        var writers = Enumerable
            .Range(0, Writers)
            .Select(writer => WriteAsync(guests.Admin, writer, people, accepted, enough.Token))
            .ToArray();
        await AtLeastAsync(accepted, Before, writers);
        var before = accepted.ToArray();
        (await _room.RunAsync("backup", _room.Backup)).Code.ShouldBe(0);
        await AtLeastAsync(accepted, accepted.Count + Writers, writers);
        await enough.CancelAsync();
        await Task.WhenAll(writers);
        return (before, [.. accepted.Except(before)]);
    }

    private static async Task AtLeastAsync(ConcurrentQueue<string> accepted, int count, Task[] writers)
    {
        var patience = Stopwatch.StartNew();
        while (accepted.Count < count)
        {
            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2), "bookings are accepted");
            foreach (var writer in writers.Where(writer => writer.IsCompleted))
            {
                // It says what went wrong.
                await writer;
            }

            await Task.Delay(5, Stopping);
        }
    }

    // Quarters of an hour, room after room, each writer on days of its own; a booking now and then is given back.
    private static async Task WriteAsync(
        CentreClient client,
        int writer,
        List<string> people,
        ConcurrentQueue<string> accepted,
        CancellationToken enough
    )
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var start = new TimeOnly(9, 0).AddMinutes(i / _rooms.Length % 32 * 15);
            var answer = await client.PostAsync(
                "/bookings",
                new
                {
                    facility = _rooms[i % _rooms.Length],
                    start = BookingGuests.At(Day(today, writer, i), $"{start:HH:mm}"),
                    end = BookingGuests.At(Day(today, writer, i), $"{start.AddMinutes(15):HH:mm}"),
                    people = 1,
                    onBehalfOf = people[(writer * 13 + i) % people.Count],
                }
            );
            if (answer.Status == 201)
            {
                accepted.Enqueue(answer.Text("id"));
            }

            if (answer.Status == 201 && i % 5 == 0)
            {
                var given = $"/bookings/{answer.Text("id")}/cancel";
                (await client.PostAsync(given, new { reasonCode = "no-longer-needed" })).ShouldBe(200);
            }
        }
    }

    private static DateOnly Day(DateOnly today, int writer, int i) =>
        today.AddDays(1 + writer + Writers * (i / (_rooms.Length * 32)));

    // Every event with all that belongs to it, so that two logs are equal when these are.
    private async Task LogsAreEqualAsync(string busy, long position)
    {
        var log = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            select md5(string_agg(md5(e::text), '' order by seq_id)) from (
              select seq_id, id, stream_id, version, type, timestamp, data, headers, user_name, tenant_id
              from center.mt_events where seq_id <= {position}) e
            """
        );
        (await _room.ScalarAsync(log)).ShouldBe(
            await BackupRoom.ScalarAsync(busy, log),
            "nothing is missing or half there"
        );
    }

    private async Task<HashSet<string>> RestoredBookingsAsync()
    {
        var streams = (string)
            (
                await _room.ScalarAsync(
                    "select string_agg(distinct substr(stream_id, 9), ',') from center.mt_events where stream_id like 'booking/%'"
                )
            )!;
        return [.. streams.Split(',')];
    }

    private async Task EverythingAddsUpAsync(HashSet<string> whole, IEnumerable<string> accepted)
    {
        (await _room.RunAsync("audit", "open-epoch", "--reason", "restore")).Code.ShouldBe(0);
        await using (var center = await _room.ServeAsync())
        {
            var admin = new AccessStory(center).Admin;
            foreach (var id in accepted)
            {
                (await admin.GetAsync($"/bookings/{id}")).Status.ShouldBe(whole.Contains(id) ? 200 : 404, id);
            }

            await FollowedAsync();
        }

        (await _room.RunAsync("audit", "check-log")).Code.ShouldBe(0);
        var (code, said) = await _room.RunAsync("audit", "replay");
        code.ShouldBe(0, said);
        said.ShouldNotContain("has followed the log to", Case.Sensitive, "every view is at the end of the log");
    }

    private async Task FollowedAsync()
    {
        var head = await LongAsync("select max(seq_id) from center.mt_events");
        foreach (var view in CenterStore.Views.Where(view => !view.Inline))
        {
            await using var source = NpgsqlDataSource.Create(_room.ConnectionString);
            await using var connection = await source.OpenConnectionAsync(Stopping);
            while (await ViewProgress.ReadAsync(connection, view.Name, CenterUnderTest.Centre, Stopping) < head)
            {
                await Task.Delay(50, Stopping);
            }
        }
    }

    private async Task<long> LongAsync(string sql) => (long)(await _room.ScalarAsync(sql))!;
}
