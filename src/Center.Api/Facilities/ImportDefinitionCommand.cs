using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Projections.EventStore;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Facilities;

/// <summary><c>-- definition import FILE [HOLIDAYS]</c>: brings the centre to what the file says.</summary>
internal sealed class ImportDefinitionCommand : ConsoleCommand
{
    public override IReadOnlyList<string> Words => ["definition", "import"];

    public override string Usage => "FILE [HOLIDAYS]";

    public override async Task<int> RunAsync(IServiceProvider services, IReadOnlyList<string> args, TextWriter output)
    {
        if (args.Count is not (1 or 2))
        {
            await output.WriteLineAsync($"Usage: -- definition import {Usage}");
            return 2;
        }

        if (!File.Exists(args[0]) || (args.Count == 2 && !File.Exists(args[1])))
        {
            await output.WriteLineAsync("There is no such file.");
            return 2;
        }

        var outcome = await services
            .GetRequiredService<DefinitionImporting>()
            .RunAsync(
                await File.ReadAllTextAsync(args[0]),
                args.Count == 2 ? await File.ReadAllTextAsync(args[1]) : null,
                EventContext.System("definition-import", $"import-{Guid.CreateVersion7()}") with
                {
                    Channel = "command-line",
                },
                default
            );
        if (outcome.Refusal is { } refusal)
        {
            await output.WriteLineAsync($"Refused, nothing was changed: {refusal.Detail}");
            await output.WriteLineAsync(JsonSerializer.Serialize(refusal.Data, CenterJson.Options));
            return 1;
        }

        await output.WriteLineAsync(
            outcome.Events == 0
                ? $"{outcome.Centre}: nothing changed."
                : $"{outcome.Centre}: {outcome.Events} events in {outcome.Streams} streams."
        );
        return 0;
    }
}
