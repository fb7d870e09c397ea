using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Projections.Audit.Sealing;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Audit;

/// <summary>
/// Computes the public log anew from the events, and compares it with the head that lies beside the key; the exit code says
/// whether anything is not as it was sealed and signed.
/// </summary>
internal sealed class CheckLogCommand : ConsoleCommand
{
    public override IReadOnlyList<string> Words => ["audit", "check-log"];

    public override string Usage => "[--centre <id>]";

    public override async Task<int> RunAsync(IServiceProvider services, IReadOnlyList<string> args, TextWriter output)
    {
        if (ConsoleOptions.Read(args, "--centre") is not { } options)
        {
            await Console.Error.WriteLineAsync($"audit check-log {Usage}");
            return 2;
        }

        if (await ConsoleCentre.FindAsync(services, options.GetValueOrDefault("--centre")) is not { } centre)
        {
            return 2;
        }

        var key = services.GetRequiredService<ILogKeySide>();
        var report = await services.GetRequiredService<LogCheck>().RunAsync(centre, key.Verify, default, key);
        await output.WriteLineAsync($"{report.Leaves} leaves, root {report.Root}, {report.Checkpoints} checkpoints");
        if (!report.HasHead)
        {
            await output.WriteLineAsync(
                "No signed head lies beside this key: that nothing newer was signed is not shown."
            );
        }

        foreach (var found in report.Findings)
        {
            var where = found.Position is { } position
                ? $"position {position}, leaf {found.Leaf}"
                : $"leaf {found.Leaf}";
            await output.WriteLineAsync($"{found.What}: {where}");
        }

        return report.Findings.Count == 0 ? 0 : 1;
    }
}
