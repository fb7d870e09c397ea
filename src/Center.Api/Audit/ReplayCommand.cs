using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Audit;

/// <summary>Replays views from the command line; the exit code says whether anything differs.</summary>
internal sealed class ReplayCommand : ConsoleCommand
{
    public override IReadOnlyList<string> Words => ["audit", "replay"];

    public override string Usage => "[--view <name>|all] [--as-of <position>] [--centre <id>]";

    public override async Task<int> RunAsync(IServiceProvider services, IReadOnlyList<string> args, TextWriter output)
    {
        if (
            ConsoleOptions.Read(args, "--view", "--as-of", "--centre") is not { } options
            || !ConsoleOptions.TryNumber(options, "--as-of", out var asOf)
            || options.GetValueOrDefault("--view", Replay.AllViews) is var view && !Replay.Knows(view)
        )
        {
            await Console.Error.WriteLineAsync($"audit replay {Usage}; views: {string.Join(", ", Replay.Names)}");
            return 2;
        }

        if (await ConsoleCentre.FindAsync(services, options.GetValueOrDefault("--centre")) is not { } centre)
        {
            return 2;
        }

        var request = new ReplayRequest(Guid.CreateVersion7(), centre, view, asOf);
        var report = await services.GetRequiredService<Replay>().RunAsync(request, null, default);
        await WriteAsync(output, report);
        return report.DifferenceCount == 0 ? 0 : 1;
    }

    /// <summary>Tells a report to whoever sits at the console.</summary>
    internal static async Task WriteAsync(TextWriter output, ReplayReport report)
    {
        var width = report.Views.Select(view => view.View.Length).DefaultIfEmpty(0).Max();
        foreach (var view in report.Views)
        {
            var verdict = view.DifferenceCount switch
            {
                null => $"{Spaced(view.Rows)} rows  {view.Digest}",
                0 => "equal",
                _ => $"{Spaced(view.DifferenceCount.Value)} of {Spaced(view.Rows)} rows differ",
            };
            var seconds = view.Seconds.ToString("0.0", CultureInfo.InvariantCulture);
            await output.WriteLineAsync(
                $"{view.View.PadRight(width)}  {verdict}  {Spaced(view.Events)} events  {seconds} s"
            );
        }

        // Equal at position 0 would sound like a proof and be none.
        foreach (var view in report.Views.Where(view => view.Position < report.Positions.To))
        {
            await output.WriteLineAsync(
                $"{view.View}: has followed the log to position {Spaced(view.Position)} of {Spaced(report.Positions.To)}, and was compared as of there; it goes on while the service runs"
            );
        }

        foreach (var found in report.Differences)
        {
            var events = found.Events.Count == 0 ? "no event" : $"events {string.Join(", ", found.Events)}";
            await output.WriteLineAsync(
                $"{found.View}: {found.Key} {found.Field}: stored {found.Stored.GetRawText()}, replayed {found.Replayed.GetRawText()} ({events})"
            );
        }
    }

    private static string Spaced(long number) =>
        number.ToString("#,0", new NumberFormatInfo { NumberGroupSeparator = " " });
}
