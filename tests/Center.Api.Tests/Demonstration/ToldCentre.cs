using System;
using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Center.Api.Demonstration;
using Center.Api.Tests.Infrastructure;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Demonstration;

/// <summary>A running centre whose past of a few days was told by the command.</summary>
/// <param name="postgres">Where its database is made.</param>
public sealed partial class ToldCentre(TestPostgres postgres) : IAsyncLifetime
{
    public const string Days = "4";

    public CenterUnderTest Center { get; private set; } = null!;

    /// <summary>Newest position before the story.</summary>
    public long Before { get; private set; }

    /// <summary>What the command printed.</summary>
    public string Printed { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Center = await CenterUnderTest.StartAsync(postgres, new MovableClock());
        Before = await NumberAsync("select max(seq_id) from center.mt_events");
        var (code, printed) = await DemoAsync("--days", Days, "--seed", "7");
        code.ShouldBe(0);
        Printed = printed;
    }

    /// <summary>Runs the command in the running service's database.</summary>
    /// <returns>Exit code and what it printed.</returns>
    public async Task<(int Code, string Printed)> DemoAsync(params string[] args)
    {
        using var output = new StringWriter();
        var code = await new DemonstrationCommand().RunAsync(Center.Services, args, output);
        return (code, output.ToString());
    }

    public async Task<long> NumberAsync(string sql) => (long)(await RowsAsync(sql))[0][0];

    public async Task<IReadOnlyList<object[]>> RowsAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Center.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<object[]>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Role, key and path of every curl line that was printed.</summary>
    public IReadOnlyList<(string Role, string Key, string Path)> PrintedCalls()
    {
        var calls = new List<(string, string, string)>();
        foreach (Match match in CurlLine().Matches(Printed))
        {
            calls.Add((match.Groups["role"].Value, match.Groups["key"].Value, match.Groups["path"].Value));
        }

        return calls;
    }

    public ValueTask DisposeAsync() => Center.DisposeAsync();

    [GeneratedRegex(
        @"(?<role>[a-z]+): (?<key>ck_\S+)\n\s+curl -s -H 'Authorization: Bearer \k<key>' '[^']*?/api/v1(?<path>/[^']*)'"
    )]
    private static partial Regex CurlLine();
}
