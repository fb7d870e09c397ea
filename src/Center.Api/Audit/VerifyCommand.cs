using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Audit;
using Center.Projections.Audit.Bundles;
using Center.Projections.EventStore;

namespace Center.Api.Audit;

/// <summary>Checks a bundle without database and network; the exit code says whether anything is not as it must be.</summary>
internal sealed class VerifyCommand : OfflineCommand
{
    public override IReadOnlyList<string> Words => ["audit", "verify"];

    public override string Usage =>
        "<bundle> [--key <verifier key, or a file with it>] [--witness <verifier key, or a file with some>]";

    public override async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output)
    {
        if (args.Count == 0 || ConsoleOptions.Read([.. args.Skip(1)], "--key", "--witness") is not { } options)
        {
            return await WrongAsync($"audit verify {Usage}");
        }

        var path = args[0];
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            return await WrongAsync($"There is no bundle at {path}.");
        }

        VerifierKey? known = null;
        if (options.TryGetValue("--key", out var given) && !TryKey(given, out known))
        {
            return await WrongAsync(
                "--key is a verifier key as GET /api/v1/audit/log/key answers it, or a file with it."
            );
        }

        if (WitnessesIn(options) is not { } witnesses)
        {
            return await WrongAsync(
                "--witness is a verifier key for cosignatures as the witness publishes it, or a file with one a line."
            );
        }

        try
        {
            var report = await new BundleCheck(LogKey.IsRight).RunAsync(path, known);
            await WriteAsync(output, report, known is not null);
            var cosigned = await WriteAsync(output, report.Note, witnesses);
            return report.Faults.Count == 0 && cosigned ? 0 : 1;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return await WrongAsync($"{path} cannot be read: {unreadable.Message}");
        }
    }

    private static async Task<int> WrongAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return 2;
    }

    private static bool TryKey(string given, out VerifierKey? key)
    {
        var text = File.Exists(given) ? File.ReadAllText(given) : given;
        return VerifierKey.TryRead(text.Trim(), out key);
    }

    // Whoever names a witness demands its cosignature.
    private static List<VerifierKey>? WitnessesIn(Dictionary<string, string> options)
    {
        var keys = new List<VerifierKey>();
        var given = options.GetValueOrDefault("--witness");
        foreach (
            var line in given is null ? []
            : File.Exists(given) ? File.ReadAllLines(given)
            : [given]
        )
        {
            if (line.Trim().Length > 0)
            {
                if (!VerifierKey.TryRead(line.Trim(), KeyUse.Cosignature, out var key))
                {
                    return null;
                }

                keys.Add(key);
            }
        }

        return given is not null && keys.Count == 0 ? null : keys;
    }

    private static async Task<bool> WriteAsync(TextWriter output, SignedNote? note, List<VerifierKey> witnesses)
    {
        var cosigned = true;
        foreach (var witness in witnesses)
        {
            var at = note is null ? null : Cosignature.TimeOf(note, witness, LogKey.IsRight);
            cosigned &= at is not null;
            var says = at is { } time ? $"cosigned at {Instants.Write(time)}" : "NOT COSIGNED";
            await output.WriteLineAsync($"witness     {witness.Name}: {says}");
        }

        return cosigned;
    }

    private static async Task WriteAsync(TextWriter output, BundleReport report, bool keyGiven)
    {
        if (report.Head is { } head)
        {
            await output.WriteLineAsync($"centre      {head.Centre}");
            var counts =
                report.Faults.Count > 0
                    ? "not counted"
                    : $"{report.Events} events, {report.GivenUp} given up, {report.Late} late";
            await output.WriteLineAsync($"positions   {head.From} to {head.To}: {counts}");
            await output.WriteLineAsync($"leaves      {head.FirstLeaf} to {head.EndLeaf - 1}: {report.Leaves} read");
        }

        if (report.Checkpoint is { } signed)
        {
            await output.WriteLineAsync($"checkpoint  {signed.Origin}, {signed.Size} leaves, root {signed.Root}");
        }

        var whose = keyGiven ? "the given one" : "from the bundle: compare it with one from elsewhere";
        await output.WriteLineAsync($"key         {report.Key?.ToString() ?? "none"} ({whose})");
        await output.WriteLineAsync($"figures     {FiguresOf(report)}");
        await output.WriteLineAsync($"files       {report.Files}");
        foreach (var fault in report.Faults)
        {
            await output.WriteLineAsync($"WRONG       {fault}");
        }

        await output.WriteLineAsync(
            report.Faults.Count == 0 ? "whole: nothing is missing, nothing was changed" : "NOT WHOLE"
        );
    }

    private static string FiguresOf(BundleReport report) =>
        report.Figures is { } figures
            ? $"equal as of position {figures.Position}: {figures.Total.Bookings} bookings, {figures.Total.ServiceMinutes} minutes of service, {figures.Total.Visits} visits"
        : report.Head?.FiguresAt is null ? "none stated; events are counted by kind"
        : "not confirmed";
}
