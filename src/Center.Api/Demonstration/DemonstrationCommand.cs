using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;

namespace Center.Api.Demonstration;

/// <summary><c>-- demo</c>: gives the centre a believable past and prints keys to look at it with.</summary>
internal sealed class DemonstrationCommand : ConsoleCommand
{
    public override IReadOnlyList<string> Words => ["demo"];

    public override string Usage => DemonstrationOptions.Usage;

    public override async Task<int> RunAsync(IServiceProvider services, IReadOnlyList<string> args, TextWriter output)
    {
        if (DemonstrationOptions.Read(args) is not { } options)
        {
            await Console.Error.WriteLineAsync($"demo {Usage}");
            return 2;
        }

        if (await ConsoleCentre.FindAsync(services, options.Centre) is not { } centre)
        {
            return 2;
        }

        var log = new DemonstrationLog(services, centre);
        if (!options.Force && await log.HasBookingsAsync())
        {
            await Console.Error.WriteLineAsync(
                $"The centre {centre} already has bookings, and a demonstration would mix with them: use another CENTER_HOME, or say --force."
            );
            return 1;
        }

        var started = Stopwatch.GetTimestamp();
        var before = await log.HeadAsync();
        await using var demonstration = await Demonstration.OpenAsync(services, centre, options, before);
        var keys = await demonstration.TellAsync(DemonstrationProgress.On(Console.Error));
        var report = new DemonstrationReport(output, services, demonstration.Tomorrow);
        await report.WriteCountsAsync(
            await log.CountsAsync(before),
            demonstration.Refusals,
            Stopwatch.GetElapsedTime(started)
        );
        await report.WriteKeysAsync(keys);
        return 0;
    }
}
