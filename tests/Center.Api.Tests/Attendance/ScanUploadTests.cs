using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;
using static Center.Api.Tests.Attendance.AttendanceStory;

namespace Center.Api.Tests.Attendance;

public sealed class ScanUploadTests(TestPostgres postgres)
{
    private static readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task scans_are_answered_one_by_one_and_gaps_are_told()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync());
        var known = story.Scan(await story.RegisterAsync(), _now);
        _ = story.Scan(null, _now);
        var unknown = story.Scan(Guid.NewGuid(), _now);

        var upload = await story.UploadAsync(known, unknown);

        Told(upload).ShouldBe(["recorded []", "refused unknown-person []"]);
        Missing(upload).ShouldBe([2]);
        upload.Member("items")[0].GetProperty("scanId").GetString().ShouldBe((string)known["scanId"]!);
    }

    [Fact]
    public async Task a_gap_closes_when_the_missing_scan_arrives()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync());
        var person = await story.RegisterAsync();
        var scans = Enumerable.Range(0, 5).Select(i => story.Scan(person, _now.AddMinutes(i - 9))).ToList();

        Missing(await story.UploadAsync(scans[0], scans[4])).ShouldBe([2, 3, 4]);
        Missing(await story.UploadAsync(scans[2])).ShouldBe([2, 4]);
        Missing(await story.UploadAsync(scans[1], scans[3])).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_duplicate_answers_the_same_and_appends_nothing()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync());
        var late = story.Scan(await story.RegisterAsync(), _now.AddHours(-1));
        var stranger = story.Scan(Guid.NewGuid(), _now);
        Told(await story.UploadAsync(late, stranger)).ShouldBe(["recorded [late]", "refused unknown-person []"]);
        var before = await story.EventsAsync();

        var again = await story.UploadAsync(stranger, late, late);

        Told(again).ShouldBe(["duplicate unknown-person []", "duplicate [late]", "duplicate [late]"]);
        (await story.EventsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task the_same_scan_twice_in_one_upload_is_recorded_once()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync());
        var scan = story.Scan(await story.RegisterAsync(), _now);
        Told(await story.UploadAsync(scan, scan)).ShouldBe(["recorded []", "duplicate []"]);
        (await story.EventsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task eight_identical_uploads_at_once_record_each_scan_once()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync());
        var person = await story.RegisterAsync();
        var scans = Enumerable.Range(0, 20).Select(i => story.Scan(person, _now.AddMinutes(i - 40))).ToList();

        var uploads = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => story.UploadAsync(scans)));

        var told = uploads.SelectMany(Told).Select(item => item.Split(' ')[0]).ToList();
        told.Count(result => result == "recorded").ShouldBe(20);
        told.Count(result => result == "duplicate").ShouldBe(140);
        (await story.EventsAsync()).ShouldBe(20);
        (await story.ReceiptsAsync()).ShouldBe(20);
    }

    [Fact]
    public async Task devices_at_one_door_do_not_lose_races()
    {
        var center = await postgres.SharedCenterAsync();
        var devices = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => BeginAsync(center, "station-01")));
        var person = await devices[0].RegisterAsync();

        var uploads = await Task.WhenAll(
            devices.SelectMany(device =>
                Enumerable.Range(0, 5).Select(i => device.UploadAsync(device.Scan(person, _now.AddMinutes(-i))))
            )
        );

        uploads.SelectMany(Told).ShouldAllBe(item => item.StartsWith("recorded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task five_hundred_scans_are_taken_at_once_and_one_more_is_too_many()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync());
        var person = await story.RegisterAsync();
        var scans = Enumerable.Range(0, 501).Select(i => story.Scan(person, _now.AddMinutes(-2 * i))).ToList();

        (await story.UploadAsync(scans)).ShouldBeProblem(413, "too-large");
        Told(await story.UploadAsync(scans[..500])).Count.ShouldBe(500);
        (await story.ReceiptsAsync()).ShouldBe(500);
    }

    [Fact]
    public async Task an_offline_upload_in_the_wrong_order_gives_the_right_roll()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync(), "station-02");
        var person = await story.RegisterAsync();
        var came = story.Scan(person, LocalYesterday(9));
        var left = story.Scan(person, LocalYesterday(10, 30), "out");

        Told(await story.UploadAsync(left)).ShouldBe(["recorded [late,unpaired-out]"]);
        Told(await story.UploadAsync(came)).ShouldBe(["recorded [late]"]);

        var line = await story.LineAsync($"/sites/station-02/roll?date={Text(Today().AddDays(-1))}", person);
        line!.Value.GetProperty("minutes").GetInt32().ShouldBe(90);
        line.Value.GetProperty("provisional").GetBoolean().ShouldBeFalse();
        line.Value.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()).ShouldBe(["late"]);
        line.Value.GetProperty("firstIn").GetDateTimeOffset().ShouldBe(LocalYesterday(9));
    }

    [Fact]
    public async Task a_clock_with_a_measured_offset_is_put_right()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync(), offset: -8 * 3600 * 1000);
        var person = await story.RegisterAsync();
        Told(await story.UploadAsync(story.Scan(person, _now.AddHours(8)))).ShouldBe(["recorded []"]);
    }

    [Fact]
    public async Task a_clock_ahead_is_flagged()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync());
        var people = await Task.WhenAll(story.RegisterAsync(), story.RegisterAsync());
        var now = DateTimeOffset.UtcNow;
        var upload = await story.UploadAsync(
            story.Scan(people[0], now.AddMinutes(10)),
            story.Scan(people[1], now.AddMinutes(30))
        );
        Told(upload).ShouldBe(["recorded [clock-skew]", "recorded [needs-person]"]);
    }

    [Theory]
    [InlineData("session", "3f0c", "refused unknown-place []")]
    [InlineData("shift", "3f0c", "refused unknown-place []")]
    [InlineData("booking", "3f0c", "refused unknown-place []")]
    [InlineData("booking", "01940000-0000-7000-8000-000000000000", "refused unknown-place []")]
    [InlineData("site", "nowhere", "refused unknown-place []")]
    [InlineData("site", "station-03", "refused other-site []")]
    public async Task a_scan_at_a_place_without_a_roll_is_kept_as_refused(string place, string id, string told)
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync());
        var scan = story.ScanAt(place, id, await story.RegisterAsync(), DateTimeOffset.UtcNow);
        Told(await story.UploadAsync(scan)).ShouldBe([told]);
        (await story.EventsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task a_code_that_is_no_id_is_kept_as_refused()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync());
        var token = story.ScanAt("site", "main", null, DateTimeOffset.UtcNow);
        token.Remove("person");
        token["token"] = "a code of another house";
        var nonsense = story.Scan("not an id", DateTimeOffset.UtcNow);
        Told(await story.UploadAsync(token, nonsense))
            .ShouldBe(["refused unknown-token []", "refused unknown-person []"]);
    }

    [Fact]
    public async Task a_number_used_twice_is_flagged()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync());
        var first = story.Scan(await story.RegisterAsync(), DateTimeOffset.UtcNow);
        var second = story.Scan(await story.RegisterAsync(), DateTimeOffset.UtcNow);
        second["deviceSeq"] = first["deviceSeq"];
        Told(await story.UploadAsync(first)).ShouldBe(["recorded []"]);
        Told(await story.UploadAsync(second)).ShouldBe(["recorded [sequence-reused]"]);
    }
}
