using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Center.Projections.Audit;
using Center.Projections.Audit.Sealing;
using Center.Projections.People;
using Npgsql;

namespace Center.Api.Audit.Backups;

/// <summary>Checks a restored database, centre by centre, and says what the operator has to do about the public log.</summary>
/// <param name="source">Connections to the database.</param>
/// <param name="key">The log's key and what was signed last.</param>
/// <param name="log">Computes the log anew.</param>
/// <param name="replay">Computes the views anew.</param>
/// <param name="epochs">Opens epochs.</param>
/// <param name="keys">Who is erased.</param>
internal sealed class RestoreCheck(
    NpgsqlDataSource source,
    ILogKeySide key,
    LogCheck log,
    Replay replay,
    LogEpochs epochs,
    DestroyedKeys keys
)
{
    /// <summary>Runs all checks.</summary>
    /// <param name="manifest">What the backup says about itself.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Whether the log and every view are what the events say.</returns>
    public async Task<bool> RunAsync(BackupManifest manifest, TextWriter output, CancellationToken stopping)
    {
        var erased = await keys.ReadAsync(stopping);
        await output.WriteLineAsync($"erased      {erased.Count} people are, and stay, unreadable");
        var whole = true;
        foreach (var centre in manifest.Centres)
        {
            await output.WriteLineAsync(
                $"centre      {centre.Centre}: {centre.Events} events to position {centre.Position}"
            );
            whole &= await CheckLogAsync(centre.Centre, output, stopping);
            whole &= await CheckViewsAsync(centre.Centre, output, stopping);
            await TellOfLogAsync(centre, output, stopping);
        }

        return whole;
    }

    private async Task<bool> CheckLogAsync(string centre, TextWriter output, CancellationToken stopping)
    {
        var report = await log.RunAsync(centre, key.Verify, stopping);
        var verdict =
            report.Findings.Count == 0 ? "as it was sealed" : $"{report.Findings.Count} findings, see audit check-log";
        await output.WriteLineAsync(
            $"log         {report.Leaves} leaves, root {report.Root}, {report.Checkpoints} checkpoints: {verdict}"
        );
        return report.Findings.Count == 0;
    }

    private async Task<bool> CheckViewsAsync(string centre, TextWriter output, CancellationToken stopping)
    {
        var request = new ReplayRequest(Guid.CreateVersion7(), centre, Replay.AllViews, null);
        var report = await replay.RunAsync(request, null, stopping);
        await output.WriteLineAsync($"views       {report.Views.Count} replayed, {report.DifferenceCount} rows differ");
        if (report.DifferenceCount > 0)
        {
            await ReplayCommand.WriteAsync(output, report);
        }

        return report.DifferenceCount == 0;
    }

    private async Task TellOfLogAsync(BackupCentre centre, TextWriter output, CancellationToken stopping)
    {
        await output.WriteLineAsync($"public log  {await SayAsync(centre, stopping)}");
    }

    private async Task<string> SayAsync(BackupCentre centre, CancellationToken stopping)
    {
        var halt = await ExamineAsync(centre.Centre, stopping);
        if (halt is null && centre.Log is { Size: > 0 } && key.ReadHead(centre.Centre) is null)
        {
            // What was signed after the backup is not known here: going on under the old name might sign a second tree.
            var opened = await epochs.OpenAsync(centre.Centre, EpochReason.Restore, stopping, headIsLost: true);
            return $"log-head-{centre.Centre} is not beside the key, so nothing goes on under the old name. {opened.Message}";
        }

        return halt switch
        {
            null => "nothing was signed after the backup; it goes on",
            LogHalt.Key =>
                "it was signed by another key: bring log-key back before the service starts, or open an epoch with audit open-epoch --reason key",
            LogHalt.Behind or LogHalt.Epoch =>
                $"more was signed than the backup holds, so nothing is sealed until you open an epoch: audit open-epoch --reason restore --centre {centre.Centre}",
            _ =>
                "it does not continue what was signed; see docs/guides/public-log.md, then audit open-epoch --reason mismatch",
        };
    }

    private async Task<LogHalt?> ExamineAsync(string centre, CancellationToken stopping)
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        return await new LogGuard(key, connection, centre).ExamineAsync(stopping);
    }
}
