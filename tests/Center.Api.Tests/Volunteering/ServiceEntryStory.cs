using System;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.EventStore;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Tests.Volunteering;

/// <summary>A volunteer and the people around, on a day of the recent past.</summary>
internal sealed class ServiceEntryStory
{
    public const string Station = "lvcheng-social-work-station";
    public const string ServiceLine = "social-work-and-volunteering";

    private static readonly CentreZone _zone = new("Asia/Shanghai");

    public required CenterUnderTest Center { get; init; }

    public CentreClient Admin => new(Center.Http, Center.AdminKey);

    public required Guid Volunteer { get; init; }

    /// <summary>Records.</summary>
    public required CentreClient One { get; init; }

    /// <summary>Approves.</summary>
    public required CentreClient Two { get; init; }

    public static async Task<ServiceEntryStory> BeginAsync(TestPostgres postgres) =>
        await BeginAsync(await postgres.SharedCenterAsync());

    public static async Task<ServiceEntryStory> BeginAsync(CenterUnderTest center)
    {
        return new ServiceEntryStory
        {
            Center = center,
            Volunteer = await RegisterAsync(center),
            One = await WithRoleAsync(center, "coordinator"),
            Two = await WithRoleAsync(center, "coordinator"),
        };
    }

    /// <summary>A client with a new key, issued by the administrator.</summary>
    public Task<CentreClient> WithRoleAsync(string role, Guid? person = null) => WithRoleAsync(Center, role, person);

    public Task<Guid> RegisterAsync() => RegisterAsync(Center);

    /// <summary>An instant two local days ago.</summary>
    public static DateTimeOffset At(int hour, int minute = 0) =>
        _zone
            .InstantOf(_zone.DateOf(DateTimeOffset.UtcNow).AddDays(-2), TimeOnly.MinValue)
            .AddMinutes((hour * 60) + minute);

    public object Entry(int fromHour, int toHour, string evidence = "roster") =>
        Entry(At(fromHour), At(toHour), evidence);

    public object Entry(DateTimeOffset start, DateTimeOffset end, string evidence = "roster") =>
        new
        {
            Person = Volunteer,
            Start = start,
            End = end,
            Evidence = evidence,
            ServiceLine,
            Organisation = Station,
            RecordingUnit = Station,
        };

    public async Task<string> RecordAsync(int fromHour, int toHour, string evidence = "roster") =>
        (await One.PostAsync("/service-entries", Entry(fromHour, toHour, evidence))).ShouldBe(201).Text("id");

    public static Task<Answer> CreditAsync(CentreClient by, string entry) =>
        by.PostAsync($"/service-entries/{entry}/credit", new { });

    public Task<Answer> StatementAsync(string query = "") => One.GetAsync($"/volunteers/{Volunteer}/statement{query}");

    private static async Task<CentreClient> WithRoleAsync(CenterUnderTest center, string role, Guid? person = null)
    {
        var admin = new CentreClient(center.Http, center.AdminKey);
        var key = await admin.PostAsync(
            "/keys",
            new
            {
                Name = role,
                Role = role,
                Person = person,
            }
        );
        return new CentreClient(center.Http, key.ShouldBe(201).Text("key"));
    }

    private static async Task<Guid> RegisterAsync(CenterUnderTest center)
    {
        var person = Guid.CreateVersion7();
        var context = EventContext.System("tests", person.ToString());
        await using var work = await center
            .Services.GetRequiredService<WorkFactory>()
            .BeginAsync(CenterUnderTest.Centre, context, default);
        work.Append($"person/{person}", 0, [new PersonRegistered(AgeBand.Adult, null, [], [])]);
        await work.CommitAsync();
        return person;
    }
}
