using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Center.Api.Tests.Attendance;

/// <summary>A device of its own at a site, and people who pass it.</summary>
internal sealed class AttendanceStory
{
    private static readonly CentreZone _zone = new("Asia/Shanghai");

    private int _sequence;

    public required CenterUnderTest Center { get; init; }

    public required string Site { get; init; }

    public required Guid Device { get; init; }

    /// <summary>Speaks with the device's key.</summary>
    public required CentreClient Kiosk { get; init; }

    public CentreClient Admin => new(Center.Http, Center.AdminKey);

    public static async Task<AttendanceStory> BeginAsync(CenterUnderTest center, string site = "main", long offset = 0)
    {
        var admin = new CentreClient(center.Http, center.AdminKey);
        var enrolled = await admin.PostAsync(
            "/devices",
            new
            {
                Name = "kiosk",
                Site = site,
                ClockOffsetMs = offset,
            }
        );
        enrolled.ShouldBe(201);
        return new AttendanceStory
        {
            Center = center,
            Site = site,
            Device = Guid.Parse(enrolled.Text("id")),
            Kiosk = new CentreClient(center.Http, enrolled.Text("key")),
        };
    }

    public static DateTimeOffset LocalYesterday(int hour, int minute = 0) =>
        _zone.InstantOf(Today().AddDays(-1), new TimeOnly(hour, minute));

    public static DateOnly Today() => _zone.DateOf(DateTimeOffset.UtcNow);

    public static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public async Task<Guid> RegisterAsync()
    {
        var person = Guid.CreateVersion7();
        var context = EventContext.System("tests", person.ToString());
        await using var work = await Center
            .Services.GetRequiredService<WorkFactory>()
            .BeginAsync(CenterUnderTest.Centre, context, default);
        work.Append($"person/{person}", 0, [new PersonRegistered(AgeBand.Adult, null, [], [])]);
        await work.CommitAsync();
        return person;
    }

    /// <summary>A scan at the device's own site with the next number, as a device sends it.</summary>
    public Dictionary<string, object?> Scan(object? person, DateTimeOffset occurredAt, string direction = "in") =>
        new()
        {
            ["scanId"] = Guid.NewGuid().ToString(),
            ["deviceSeq"] = ++_sequence,
            ["site"] = Site,
            ["person"] = person,
            ["direction"] = direction,
            ["occurredAt"] = occurredAt,
        };

    public Dictionary<string, object?> ScanAt(
        string place,
        string id,
        object? person,
        DateTimeOffset occurredAt,
        string direction = "in"
    )
    {
        var scan = Scan(person, occurredAt, direction);
        scan.Remove("site");
        scan[place] = id;
        return scan;
    }

    public Task<Answer> UploadAsync(params IReadOnlyList<Dictionary<string, object?>> scans) =>
        Kiosk.PostAsync("/scans", new { Device, Scans = scans });

    /// <summary>Result, reason if any, and flags of each item, as <c>refused unknown-person [late]</c>.</summary>
    public static IReadOnlyList<string> Told(Answer upload) =>
        upload
            .ShouldBe(200)
            .Member("items")
            .EnumerateArray()
            .Select(item =>
            {
                var reason = item.TryGetProperty("reason", out var why) ? $" {why.GetString()}" : string.Empty;
                var flags = item.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString());
                return $"{item.GetProperty("result").GetString()}{reason} [{string.Join(",", flags)}]";
            })
            .ToList();

    public static IReadOnlyList<long> Missing(Answer upload) =>
        upload.Member("missingSeqs").EnumerateArray().Select(seq => seq.GetInt64()).ToList();

    /// <summary>The person's line on the roll at a path, or null.</summary>
    public async Task<JsonElement?> LineAsync(string path, Guid person)
    {
        var roll = (await Admin.GetAsync(path)).ShouldBe(200);
        var lines = roll.Member("items").EnumerateArray();
        return lines
            .Where(line => line.GetProperty("person").GetGuid() == person)
            .Cast<JsonElement?>()
            .SingleOrDefault();
    }

    /// <summary>How many scan events name this story's device.</summary>
    public Task<long> EventsAsync() =>
        CountAsync("select count(*) from center.mt_events where type like 'scan.%' and data ->> 'device' = $1::text");

    public Task<long> ReceiptsAsync() => CountAsync("select count(*) from center.scan_receipt where device = $1::uuid");

    private async Task<long> CountAsync(string sql)
    {
        await using var command = Center.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Device.ToString() });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
