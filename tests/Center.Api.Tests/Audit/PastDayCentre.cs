using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>
/// A centre that was defined at nine, where the English corner was booked at 9:20 for eleven o'clock and given up at 9:50;
/// it is ten past ten now.
/// </summary>
/// <param name="postgres">Where its database is made.</param>
public sealed class PastDayCentre(TestPostgres postgres) : IAsyncLifetime
{
    /// <summary>The same, as auditors see it.</summary>
    internal AuditCentre Audit { get; } = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await Audit.InitializeAsync();
        Audit.Clock.Set("2026-11-24T09:20:00+08:00");
        var personal = new { name = AuditCentre.Name, phone = AuditCentre.Phone };
        var person = await Audit.Client.PostAsync("/people", new { ageBand = "adult", personal });
        var booked = await Audit.Client.PostAsync(
            "/bookings",
            new
            {
                facility = "english-corner",
                start = "2026-11-24T11:00:00+08:00",
                end = "2026-11-24T12:00:00+08:00",
                people = 2,
                onBehalfOf = person.ShouldBe(201).Text("id"),
                @override = new { reasonCode = "other" },
            }
        );
        Audit.Clock.Set("2026-11-24T09:50:00+08:00");
        var id = booked.ShouldBe(201).Text("id");
        (await Audit.Client.PostAsync($"/bookings/{id}/cancel", new { reasonCode = "ill" })).ShouldBe(200);
        Audit.Clock.Set("2026-11-24T10:10:00+08:00");
    }

    public ValueTask DisposeAsync() => Audit.DisposeAsync();
}
