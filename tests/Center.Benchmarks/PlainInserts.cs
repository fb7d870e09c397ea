using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Benchmarks;

/// <summary>
/// The yardstick: commits of one single-row INSERT, prepared, by as many clients on the same server (pgbench).
/// </summary>
internal sealed class PlainInserts
{
    /// <summary>What it is called in a figure.</summary>
    public const string Name = "single-row INSERT commits/s (pgbench -M prepared)";

    private const int Longest = 60;

    private readonly BenchmarkedCenter _center;
    private readonly string _script;

    private PlainInserts(BenchmarkedCenter center, string script)
    {
        _center = center;
        _script = script;
    }

    /// <summary>Makes the scratch table.</summary>
    public static async Task<PlainInserts> PrepareAsync(BenchmarkedCenter center)
    {
        await using var make = center.Database.CreateCommand(
            "create table if not exists public.plain_insert (id bigint generated always as identity primary key, unit int not null, start timestamptz not null, who text not null)"
        );
        await make.ExecuteNonQueryAsync();
        var script = Path.Combine(Path.GetDirectoryName(center.Home)!, "insert.sql");
        await File.WriteAllTextAsync(
            script,
            "\\set unit random(1, 1000)\ninsert into public.plain_insert (unit, start, who) values (:unit, now(), 'somebody');\n"
        );
        return new PlainInserts(center, script);
    }

    /// <summary>Commits a second.</summary>
    /// <param name="clients">Number of clients.</param>
    /// <param name="time">How long.</param>
    /// <exception cref="BenchmarkFailure">pgbench cannot be run, or measures nothing.</exception>
    public async Task<double> RunAsync(int clients, TimeSpan time)
    {
        // Its clock runs while its clients connect, which on a busy machine may take all of a short time.
        for (var seconds = (int)time.TotalSeconds + (clients / 100); ; seconds *= 2)
        {
            var (rate, said) = await TryAsync(clients, seconds);
            if (rate is { } measured)
            {
                return measured;
            }

            if (seconds > Longest)
            {
                throw new BenchmarkFailure($"pgbench measured nothing: {said}");
            }
        }
    }

    private async Task<(double? Rate, string Said)> TryAsync(int clients, int seconds)
    {
        var connection = new NpgsqlConnectionStringBuilder(_center.ConnectionString);
        var start = new ProcessStartInfo(Path.Combine(_center.PostgresBin, "pgbench"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            .. (string[])["-n", "-M", "prepared", "-f", _script, "-j", "2", "-c", $"{clients}"],
            .. (string[])["-T", $"{seconds}", "-h", connection.Host!, "-p", $"{connection.Port}"],
            .. (string[])["-U", connection.Username!, connection.Database!],
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment["PGPASSWORD"] = connection.Password;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (RateIn(said), said + await errors);
    }

    private static double? RateIn(string said)
    {
        const string mark = "\ntps = ";
        var at = said.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var from = at + mark.Length;
        return double.Parse(said.AsSpan(from, said.IndexOf(' ', from) - from), CultureInfo.InvariantCulture);
    }
}
