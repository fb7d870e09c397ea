using System;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;
using static Center.Api.Tests.Attendance.AttendanceStory;

namespace Center.Api.Tests.Attendance;

public sealed class ScanRightsTests(TestPostgres postgres)
{
    [Fact]
    public async Task a_device_speaks_for_itself_only()
    {
        var center = await postgres.SharedCenterAsync();
        var (one, other) = (await BeginAsync(center), await BeginAsync(center));
        var scan = one.Scan(await one.RegisterAsync(), DateTimeOffset.UtcNow);
        var body = new { one.Device, Scans = new[] { scan } };

        (await other.Kiosk.PostAsync("/scans", body)).ShouldBeProblem(403, "forbidden");
        (await one.EventsAsync()).ShouldBe(0);
        (await other.Admin.PostAsync("/scans", body)).ShouldBe(200);
    }

    [Fact]
    public async Task a_steward_of_another_site_may_not_send_its_scans()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync());
        var key = await story.Admin.PostAsync(
            "/keys",
            new
            {
                Name = "desk",
                Role = "steward",
                Scope = "site:station-04",
            }
        );
        var steward = new CentreClient(story.Center.Http, key.ShouldBe(201).Text("key"));
        var body = new { story.Device, Scans = new[] { story.Scan(Guid.NewGuid(), DateTimeOffset.UtcNow) } };
        (await steward.PostAsync("/scans", body)).ShouldBeProblem(403, "forbidden");
        (await steward.GetAsync("/sites/main/roll")).ShouldBeProblem(403, "forbidden");
        (await steward.GetAsync("/sites/station-04/roll")).ShouldBe(200);
    }

    [Fact]
    public async Task a_resident_may_do_none_of_it()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync());
        var key = await story.Admin.PostAsync("/keys", new { Name = "me", Role = "resident" });
        var resident = new CentreClient(story.Center.Http, key.ShouldBe(201).Text("key"));
        (await resident.PostAsync("/scans", new { story.Device, Scans = Array.Empty<object>() })).Status.ShouldBe(403);
        (await resident.GetAsync("/sites/main/now")).Status.ShouldBe(403);
        (await resident.GetAsync("/devices")).Status.ShouldBe(403);
        var visit = new
        {
            Site = "main",
            Date = Text(Today()),
            Count = 1,
            Method = "manual",
        };
        (await resident.PostAsync("/visits", visit)).Status.ShouldBe(403);
    }

    [Fact]
    public async Task devices_are_listed_by_name_and_a_retired_one_is_out()
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync(), "station-05");
        var list = (await story.Admin.GetAsync("/devices?limit=200")).ShouldBe(200);
        var own = Array.Find([.. list.Member("items").EnumerateArray()], Is);
        own.GetProperty("name").GetString().ShouldBe("kiosk");
        own.GetProperty("site").GetString().ShouldBe("station-05");

        (await story.Admin.SendAsync(System.Net.Http.HttpMethod.Delete, $"/devices/{story.Device}", null)).ShouldBe(
            204
        );

        (await story.UploadAsync()).Status.ShouldBe(401);
        list = await story.Admin.GetAsync("/devices?limit=200");
        Array.Find([.. list.Member("items").EnumerateArray()], Is).GetProperty("retired").GetBoolean().ShouldBeTrue();

        bool Is(System.Text.Json.JsonElement device) => device.GetProperty("id").GetGuid() == story.Device;
    }

    [Fact]
    public async Task a_device_takes_its_scan_back_and_another_may_not()
    {
        var center = await postgres.SharedCenterAsync();
        var (story, other) = (await BeginAsync(center, "station-06"), await BeginAsync(center, "station-06"));
        var person = await story.RegisterAsync();
        var scan = story.Scan(person, DateTimeOffset.UtcNow);
        Told(await story.UploadAsync(scan)).ShouldBe(["recorded []"]);
        var annul = $"/scans/{story.Device}/{scan["scanId"]}/annul";
        var why = new { ReasonCode = "wrong-person" };

        (await other.Kiosk.PostAsync(annul, why)).ShouldBeProblem(403, "forbidden");
        (await story.Kiosk.PostAsync(annul, new { ReasonCode = "bored" })).ShouldBeProblem(400, "invalid-value");
        (await story.Kiosk.PostAsync(annul, why)).ShouldBe(200);
        (await story.Kiosk.PostAsync(annul, why)).ShouldBe(200);

        (await story.LineAsync("/sites/station-06/roll", person)).ShouldBeNull();
        Told(await story.UploadAsync(scan)).ShouldBe(["duplicate []"]);
        var unknown = $"/scans/{story.Device}/nothing/annul";
        (await story.Kiosk.PostAsync(unknown, why)).ShouldBeProblem(404, "not-found");
    }
}
