using System;
using System.Net.Http;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;
using static Center.Api.Tests.Attendance.AttendanceStory;

namespace Center.Api.Tests.Attendance;

public sealed class WrongScanTests(TestPostgres postgres)
{
    private const string Good = """
        "scanId":"a","deviceSeq":1,"site":"main","person":"01940000-0000-7000-8000-000000000000","direction":"in","occurredAt":"2026-11-20T09:00:00+08:00"
        """;

    public static TheoryData<string, int, string> WrongScans { get; } =
        new()
        {
            { "", 400, "invalid-body" },
            { "[]", 400, "invalid-body" },
            { "{", 400, "invalid-body" },
            { "null", 400, "invalid-body" },
            { """{"device":"DEVICE"}""", 400, "invalid-body" },
            { """{"device":"DEVICE","scans":null}""", 400, "invalid-value" },
            { """{"device":"DEVICE","scans":[null]}""", 400, "invalid-value" },
            { """{"device":"DEVICE","scans":[{}]}""", 400, "invalid-body" },
            { """{"device":"DEVICE","scans":{}}""", 400, "invalid-value" },
            { """{"device":"kiosk","scans":[]}""", 400, "invalid-value" },
            { """{"device":"01940000-0000-7000-8000-000000000000","scans":[]}""", 403, "forbidden" },
            { """{"device":"DEVICE","scans":[],"colour":"red"}""", 400, "unknown-member" },
            { One(Good + ""","colour":"red" """), 400, "unknown-member" },
            { One(Good + ""","booking":"x" """), 400, "invalid-value" },
            { One(Good + ""","token":"x" """), 400, "invalid-value" },
            { With("\"a\"", "\"\""), 400, "invalid-value" },
            { With("\"a\"", "\"a b\""), 400, "invalid-value" },
            { With("\"a\"", "\"a\\u0000\""), 400, "invalid-value" },
            { With("\"a\"", "\"\\ud800\""), 400, "invalid-value" },
            { With("\"a\"", $"\"{new string('a', 65)}\""), 400, "invalid-value" },
            { With("\"deviceSeq\":1", "\"deviceSeq\":-1"), 400, "invalid-value" },
            { With("\"deviceSeq\":1", "\"deviceSeq\":1.5"), 400, "invalid-value" },
            { With("\"deviceSeq\":1", "\"deviceSeq\":\"1\""), 400, "invalid-value" },
            { With("\"deviceSeq\":1", "\"deviceSeq\":9007199254740992"), 400, "invalid-value" },
            { With("\"deviceSeq\":1", "\"deviceSeq\":99999999999999999999"), 400, "invalid-value" },
            { With("\"in\"", "\"up\""), 400, "invalid-value" },
            { With("\"in\"", "0"), 400, "invalid-value" },
            { With("2026-11-20T09:00:00+08:00", "2026-11-20T09:00:00"), 400, "invalid-value" },
            { With("2026-11-20T09:00:00+08:00", "2026-02-30T09:00:00Z"), 400, "invalid-value" },
            { With("2026-11-20T09:00:00+08:00", "9999-12-31T23:59:59Z"), 400, "invalid-value" },
            { With("\"site\":\"main\",", ""), 400, "invalid-value" },
            { With("\"site\":\"main\"", "\"site\":null"), 400, "invalid-value" },
            { With("\"person\":\"01940000-0000-7000-8000-000000000000\",", ""), 400, "invalid-value" },
        };

    public static TheoryData<string, string, int, string> WrongVisits { get; } =
        new()
        {
            { "/visits", """{"site":"main","date":"2026-01-05","count":-1,"method":"manual"}""", 400, "invalid-value" },
            {
                "/visits",
                """{"site":"main","date":"2026-01-05","count":1.5,"method":"manual"}""",
                400,
                "invalid-value"
            },
            {
                "/visits",
                """{"site":"main","date":"2026-01-05","count":1000001,"method":"manual"}""",
                400,
                "invalid-value"
            },
            { "/visits", """{"site":"main","date":"2199-01-05","count":1,"method":"manual"}""", 400, "invalid-value" },
            { "/visits", """{"site":"main","date":"0001-01-01","count":1,"method":"manual"}""", 400, "invalid-value" },
            { "/visits", """{"site":"main","date":"2026-02-30","count":1,"method":"manual"}""", 400, "invalid-value" },
            {
                "/visits",
                """{"site":"nowhere","date":"2026-01-05","count":1,"method":"manual"}""",
                400,
                "invalid-value"
            },
            { "/visits", """{"site":"main","date":"2026-01-05","count":1,"method":"guess"}""", 400, "invalid-value" },
            { "/visits", """{"site":"main","date":"2026-01-05","method":"manual"}""", 400, "invalid-body" },
            { "/devices", """{"name":"","site":"main"}""", 400, "invalid-value" },
            { "/devices", """{"name":"x","site":"nowhere"}""", 400, "invalid-value" },
            { "/devices", """{"name":"x","site":"main","clockOffsetMs":86400001}""", 400, "invalid-value" },
            { "/devices", """{"name":"x","site":"main","clockOffsetMs":9999999999999999999}""", 400, "invalid-value" },
            { "/devices", """{"name":"x"}""", 400, "invalid-body" },
            { "/scans/x/y/annul", """{"reasonCode":"test"}""", 404, "not-found" },
            { "/scans/01940000-0000-7000-8000-000000000000/y/annul", """{"reasonCode":"test"}""", 404, "not-found" },
            { "/scans/01940000-0000-7000-8000-000000000000/y/annul", "{}", 400, "invalid-body" },
        };

    [Theory]
    [MemberData(nameof(WrongScans))]
    public async Task a_wrong_upload_is_refused_whole(string body, int status, string code)
    {
        var story = await BeginAsync(await postgres.SharedCenterAsync());
        var sent = body.Replace("DEVICE", story.Device.ToString(), StringComparison.Ordinal);
        (await story.Kiosk.SendAsync(HttpMethod.Post, "/scans", sent)).ShouldBeProblem(status, code);
        (await story.EventsAsync()).ShouldBe(0);
        (await story.ReceiptsAsync()).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(WrongVisits))]
    public async Task a_wrong_count_device_or_annulment_is_refused(string path, string body, int status, string code)
    {
        var center = await postgres.SharedCenterAsync();
        var admin = new CentreClient(center.Http, center.AdminKey);
        (await admin.SendAsync(HttpMethod.Post, path, body)).ShouldBeProblem(status, code);
    }

    [Theory]
    [InlineData("/sites/nowhere/roll", 404, "not-found")]
    [InlineData("/sites/main/roll?date=2026-02-30", 400, "invalid-value")]
    [InlineData("/sites/main/roll?day=2026-02-03", 400, "unknown-member")]
    [InlineData("/sites/nowhere/now", 404, "not-found")]
    [InlineData("/sites/main/now?limit=0", 400, "invalid-value")]
    [InlineData("/bookings/01940000-0000-7000-8000-000000000000/roll", 404, "not-found")]
    [InlineData("/bookings/x/roll", 404, "not-found")]
    [InlineData("/devices?cursor=%00", 400, "invalid-value")]
    public async Task a_wrong_question_is_refused(string path, int status, string code)
    {
        var center = await postgres.SharedCenterAsync();
        (await new CentreClient(center.Http, center.AdminKey).GetAsync(path)).ShouldBeProblem(status, code);
    }

    private static string One(string members) => $$"""{"device":"DEVICE","scans":[{{{members}}}]}""";

    private static string With(string old, string @new) => One(Good.Replace(old, @new, StringComparison.Ordinal));
}
