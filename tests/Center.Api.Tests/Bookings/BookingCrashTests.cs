using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>The service, then its PostgreSQL, dies in the middle of writes: every 201 is there afterwards, once.</summary>
public sealed class BookingCrashTests
{
    private static readonly string[] _rooms = ["reading-room", "gym", "elders-activity-room", "childrens-home"];

    [Theory]
    [InlineData(Victim.Service)]
    [InlineData(Victim.Postgres)]
    public async Task after_kill_9_every_answer_given_is_true(Victim victim)
    {
        var stopping = TestContext.Current.CancellationToken;
        using var home = new ScratchHome("crash");
        using var first = ServiceProcess.Start(home.Folder);
        using var http = new HttpClient { BaseAddress = await first.ListensAsync(stopping) };
        var admin = new CentreClient(
            http,
            await File.ReadAllTextAsync(Path.Combine(home.Folder, "admin-key"), stopping)
        );
        var people = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            people.Add((await admin.PostAsync("/people", new { ageBand = "adult" })).ShouldBe(201).Text("id"));
        }

        var accepted = new ConcurrentBag<string>();
        using var enough = new CancellationTokenSource();
        var writers = Enumerable
            .Range(0, 8)
            .Select(writer => WriteAsync(first, admin, writer, people, accepted, enough.Token))
            .ToArray();
        while (accepted.Count < 30)
        {
            await Task.Delay(5, stopping);
        }

        await KillAsync(victim, first, home);
        if (victim == Victim.Postgres)
        {
            // The service starts it again, and goes on.
            var before = accepted.Count;
            while (accepted.Count < before + 20 && !writers.All(writer => writer.IsCompleted))
            {
                await Task.Delay(5, stopping);
            }

            accepted.Count.ShouldBeGreaterThanOrEqualTo(before + 20, first.Said);
        }

        await enough.CancelAsync();
        await Task.WhenAll(writers);
        if (victim == Victim.Postgres)
        {
            await first.StopAsync(stopping);
        }

        using var second = ServiceProcess.Start(home.Folder);
        using var again = new HttpClient { BaseAddress = await second.ListensAsync(stopping) };
        var auditor = new CentreClient(
            again,
            await File.ReadAllTextAsync(Path.Combine(home.Folder, "admin-key"), stopping)
        );
        foreach (var id in accepted)
        {
            var booking = await auditor.GetAsync($"/bookings/{id}");
            booking.ShouldBe(200).Text("status").ShouldBe("confirmed");
            (await auditor.GetAsync($"/bookings/{id}/history")).Member("items").GetArrayLength().ShouldBe(1);
        }

        accepted.Distinct().Count().ShouldBe(accepted.Count);
        await second.StopAsync(stopping);
    }

    private static async Task WriteAsync(
        ServiceProcess service,
        CentreClient client,
        int writer,
        List<string> people,
        ConcurrentBag<string> accepted,
        CancellationToken enough
    )
    {
        var day = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8)).AddDays(1 + writer % 5);
        for (var i = 0; i < 400 && !enough.IsCancellationRequested; i++)
        {
            try
            {
                var wish = new
                {
                    facility = _rooms[i % _rooms.Length],
                    start = BookingGuests.At(
                        day,
                        string.Create(CultureInfo.InvariantCulture, $"{14 + i / 4 % 6}:{i % 4 * 15:00}")
                    ),
                    end = BookingGuests.At(
                        day,
                        string.Create(CultureInfo.InvariantCulture, $"{14 + (i + 1) / 4 % 6}:{(i + 1) % 4 * 15:00}")
                    ),
                    people = 1,
                    onBehalfOf = people[(writer * 5 + i) % people.Count],
                };
                var answer = await client.PostAsync("/bookings", wish);
                if (answer.Status == 201)
                {
                    accepted.Add(answer.Text("id"));
                }

                answer.Status.ShouldNotBe(500, service.Said);
                if (answer.Status == 503)
                {
                    await Task.Delay(50, CancellationToken.None);
                }
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static async Task KillAsync(Victim victim, ServiceProcess service, ScratchHome home)
    {
        if (victim == Victim.Service)
        {
            await service.KillAsync();
            return;
        }

        var pid = (await File.ReadAllLinesAsync(Path.Combine(home.DataFolder, "postmaster.pid")))[0];
        using var postmaster = Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture));
        postmaster.Kill();
        await postmaster.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Who is killed.</summary>
    public enum Victim
    {
        /// <summary>The service.</summary>
        Service,

        /// <summary>The private PostgreSQL.</summary>
        Postgres,
    }
}
