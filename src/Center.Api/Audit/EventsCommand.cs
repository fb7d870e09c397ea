using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Center.Api.Audit;

/// <summary>Prints stored events as lines of JSON, all of them unless told otherwise.</summary>
internal sealed class EventsCommand : ConsoleCommand
{
    public override IReadOnlyList<string> Words => ["audit", "events"];

    public override string Usage =>
        "[--after <position>] [--limit <count>] [--stream <key>] [--type <name>] [--centre <id>]";

    public override async Task<int> RunAsync(IServiceProvider services, IReadOnlyList<string> args, TextWriter output)
    {
        if (
            ConsoleOptions.Read(args, "--after", "--limit", "--stream", "--type", "--centre") is not { } options
            || !ConsoleOptions.TryNumber(options, "--after", out var after)
            || !ConsoleOptions.TryNumber(options, "--limit", out var limit)
        )
        {
            await Console.Error.WriteLineAsync($"audit events {Usage}");
            return 2;
        }

        if (await ConsoleCentre.FindAsync(services, options.GetValueOrDefault("--centre")) is not { } centre)
        {
            return 2;
        }

        var filter = new EventFilter
        {
            After = after ?? 0,
            To = await LogEnd.FinalPositionAsync(services.GetRequiredService<NpgsqlDataSource>(), centre, default),
            Stream = options.GetValueOrDefault("--stream"),
            Type = options.GetValueOrDefault("--type"),
        };
        var log = services.GetRequiredService<EventLog>();
        await foreach (var e in log.ReadAsync(centre, filter, limit ?? long.MaxValue, default))
        {
            var line = new ArrayBufferWriter<byte>();
            EventLines.Write(line, e);
            await output.WriteAsync(Encoding.UTF8.GetString(line.WrittenSpan));
        }

        return 0;
    }
}
