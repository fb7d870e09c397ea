using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Audit;

/// <summary>Lets a halted log go on under a new name; for an operator who knows why it halted.</summary>
internal sealed class OpenEpochCommand : ConsoleCommand
{
    public override IReadOnlyList<string> Words => ["audit", "open-epoch"];

    public override string Usage => "--reason restore|key|mismatch [--centre <id>]";

    public override async Task<int> RunAsync(IServiceProvider services, IReadOnlyList<string> args, TextWriter output)
    {
        if (
            ConsoleOptions.Read(args, "--reason", "--centre") is not { } options
            || ReasonOf(options.GetValueOrDefault("--reason")) is not { } reason
        )
        {
            await Console.Error.WriteLineAsync($"audit open-epoch {Usage}");
            return 2;
        }

        if (await ConsoleCentre.FindAsync(services, options.GetValueOrDefault("--centre")) is not { } centre)
        {
            return 2;
        }

        var opened = await services.GetRequiredService<LogEpochs>().OpenAsync(centre, reason, default);
        await output.WriteLineAsync(opened.Message);
        return opened.Done ? 0 : 1;
    }

    private static EpochReason? ReasonOf(string? text) =>
        Enum.GetValues<EpochReason>()
            .Select(reason => (EpochReason?)reason)
            .FirstOrDefault(reason => JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString()!) == text);
}
