using System;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Projections.EventStore;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Statistics;

/// <summary>A running centre that the tests of one class have for themselves, since they count what happens in it.</summary>
/// <param name="postgres">Where its database is made.</param>
public sealed class OwnCentre(TestPostgres postgres) : IAsyncLifetime
{
    private const int FirstDayAhead = 3;

    private int _booked;

    public CenterUnderTest Center { get; private set; } = null!;

    internal CentreClient Client => new(Center.Http, Center.AdminKey);

    public async ValueTask InitializeAsync() => Center = await CenterUnderTest.StartAsync(postgres);

    /// <summary>Books the multi-function hall for two hours on a day of its own.</summary>
    /// <returns>The local day.</returns>
    public async Task<DateOnly> BookHallAsync()
    {
        var zone = TimeSpan.FromHours(8);
        var today = DateOnly.FromDateTime(DateTimeOffset.UtcNow.ToOffset(zone).DateTime);
        var day = today.AddDays(FirstDayAhead + _booked++);
        var start = new DateTimeOffset(day.ToDateTime(new TimeOnly(15, 0)), zone);
        var booked = await Client.PostAsync(
            "/bookings",
            new
            {
                facility = "multi-function-hall",
                start,
                end = start.AddHours(2),
                people = 40,
                purpose = "rehearsal",
                organisation = "lvcheng-social-work-station",
            }
        );
        var id = booked.ShouldBe(201).Text("id");
        if (booked.Text("status") == "requested")
        {
            (await Client.PostAsync($"/bookings/{id}/approve", new { })).ShouldBe(200);
        }

        return day;
    }

    /// <summary>The newest position of the log.</summary>
    public async Task<long> HeadAsync()
    {
        await using var connection = new NpgsqlConnection(Center.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return await ViewProgress.HeadAsync(connection, CenterUnderTest.Centre, default);
    }

    public ValueTask DisposeAsync() => Center.DisposeAsync();
}
