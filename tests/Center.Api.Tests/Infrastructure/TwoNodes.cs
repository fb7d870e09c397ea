using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Npgsql;
using Xunit;

namespace Center.Api.Tests.Infrastructure;

/// <summary>Two services on one database, with one clock that stands until it is moved.</summary>
/// <param name="postgres">Where the database is made.</param>
public sealed class TwoNodes(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> _several = new() { ["Center:SingleNode"] = "false" };

    internal MovableClock Clock { get; } = new();

    public CenterUnderTest One { get; private set; } = null!;

    public CenterUnderTest Two { get; private set; } = null!;

    /// <summary>Who may do everything, at either node.</summary>
    internal CentreClient[] Admins => [new(One.Http, One.AdminKey), new(Two.Http, One.AdminKey)];

    public async ValueTask InitializeAsync()
    {
        One = await CenterUnderTest.StartAsync(postgres, Clock, configuration: _several);
        Two = await CenterUnderTest.StartAsync(postgres, Clock, One.ConnectionString, _several);
    }

    public async ValueTask DisposeAsync()
    {
        await Two.DisposeAsync();
        await One.DisposeAsync();
    }

    /// <summary>Registers people.</summary>
    internal async Task<string[]> PeopleAsync(int count) =>
        await Task.WhenAll(
            Enumerable
                .Range(0, count)
                .Select(async i =>
                    (await Admins[i % 2].PostAsync("/people", new { ageBand = "adult" })).ShouldBe(201).Text("id")
                )
        );

    /// <summary>Sends all wishes at once, every other one to the other node.</summary>
    internal async Task<Answer[]> BookAsync(IEnumerable<object> wishes)
    {
        var admins = Admins;
        return await Task.WhenAll(wishes.Select((wish, i) => admins[i % 2].PostAsync("/bookings", wish)));
    }

    /// <summary>A wish in the name of a person, so many days after the clock's today.</summary>
    internal object Wish(string facility, string? person, int days, string from, string to, string? organisation = null)
    {
        var day = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime.AddHours(8)).AddDays(days);
        return new Dictionary<string, object?>
        {
            ["facility"] = facility,
            ["start"] = BookingGuests.At(day, from),
            ["end"] = BookingGuests.At(day, to),
            ["people"] = 1,
            ["onBehalfOf"] = person,
            ["organisation"] = organisation,
            ["purpose"] = organisation is null ? null : "meeting",
        }
            .Where(member => member.Value is not null)
            .ToDictionary(member => member.Key, member => member.Value);
    }

    /// <summary>The number that a query gives.</summary>
    internal async Task<long> CountAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(One.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        var count = await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        return Convert.ToInt64(count, CultureInfo.InvariantCulture);
    }
}
