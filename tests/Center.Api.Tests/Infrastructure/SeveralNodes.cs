using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Npgsql;
using Xunit;

namespace Center.Api.Tests.Infrastructure;

/// <summary>Two services on one database.</summary>
/// <param name="postgres">Where the database is made.</param>
public sealed class TwoNodes(TestPostgres postgres) : SeveralNodes(postgres, 2)
{
    public CenterUnderTest Two => All[1];
}

/// <summary>Three services on one database.</summary>
/// <param name="postgres">Where the database is made.</param>
public sealed class ThreeNodes(TestPostgres postgres) : SeveralNodes(postgres, 3);

/// <summary>Several services on one database, with one clock that stands until it is moved.</summary>
/// <param name="postgres">Where the database is made.</param>
/// <param name="count">How many.</param>
public abstract class SeveralNodes(TestPostgres postgres, int count) : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> _several = new() { ["Center:SingleNode"] = "false" };

    private readonly List<CenterUnderTest> _all = [];

    internal MovableClock Clock { get; } = new();

    /// <summary>The nodes, the one that made the database first.</summary>
    public IReadOnlyList<CenterUnderTest> All => _all;

    /// <summary>The node that made the database.</summary>
    public CenterUnderTest One => _all[0];

    /// <summary>Who may do everything, at each node.</summary>
    internal CentreClient[] Admins => [.. _all.Select(node => new CentreClient(node.Http, One.AdminKey))];

    public async ValueTask InitializeAsync()
    {
        for (var node = 0; node < count; node++)
        {
            var database = node == 0 ? null : One.ConnectionString;
            _all.Add(await CenterUnderTest.StartAsync(postgres, Clock, database, _several));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _all.AsEnumerable().Reverse())
        {
            await node.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Registers people, each at the next node.</summary>
    internal async Task<string[]> PeopleAsync(int people)
    {
        var admins = Admins;
        return await Task.WhenAll(
            Enumerable
                .Range(0, people)
                .Select(async i =>
                    (await admins[i % count].PostAsync("/people", new { ageBand = "adult" })).ShouldBe(201).Text("id")
                )
        );
    }

    /// <summary>Sends all wishes at once, each to the next node.</summary>
    internal async Task<Answer[]> BookAsync(IEnumerable<object> wishes)
    {
        var admins = Admins;
        return await Task.WhenAll(wishes.Select((wish, i) => admins[i % count].PostAsync("/bookings", wish)));
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
