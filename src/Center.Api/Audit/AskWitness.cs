using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Projections.Access;
using Center.Projections.Audit.Sealing;
using Microsoft.Extensions.Logging;

namespace Center.Api.Audit;

/// <summary>
/// Asks one witness for its cosignature under the newest checkpoint of every log. Each witness is asked by itself, beside the
/// sealing: one that hangs holds up neither the log nor the others.
/// </summary>
/// <param name="witness">The witness.</param>
/// <param name="client">Asks.</param>
/// <param name="tree">Knows the newest checkpoints.</param>
/// <param name="cosignatures">Keeps what it signed.</param>
/// <param name="credentials">Which centres there are.</param>
/// <param name="settings">How often.</param>
/// <param name="watch">Told what came of it.</param>
/// <param name="log">Where failures go.</param>
internal sealed partial class AskWitness(
    Witness witness,
    WitnessClient client,
    LogTree tree,
    Cosignatures cosignatures,
    Credentials credentials,
    LogSettings settings,
    WitnessWatch watch,
    ILogger<AskWitness> log
) : PacedService(settings.Pace, settings.WitnessPause)
{
    private readonly Dictionary<string, long> _failed = new(StringComparer.Ordinal);

    protected override bool IsPassing(Exception failure) => base.IsPassing(failure) || failure is LogDamagedException;

    protected override async Task TurnAsync(CancellationToken stopping)
    {
        foreach (var centre in await credentials.CentresAsync(stopping))
        {
            if (!_failed.TryGetValue(centre, out var at) || Stopwatch.GetElapsedTime(at) >= settings.WitnessPause)
            {
                await AskAsync(centre, stopping);
            }
        }
    }

    protected override void LogLost(Exception lost) => LogBroken(lost, witness.Key.Name);

    private async Task AskAsync(string centre, CancellationToken stopping)
    {
        if (await tree.NewestAsync(centre, stopping) is not { } newest)
        {
            return;
        }

        var known = await cosignatures.NewestAsync(centre, newest.Epoch, stopping);
        var old = known.TryGetValue(witness.Id, out var seen) ? seen.Size : 0;
        if (old >= newest.Size)
        {
            return;
        }

        var answer = await client.AskAsync(centre, witness, old, newest, stopping);
        if (answer.Cosignature is { } cosignature)
        {
            await cosignatures.KeepAsync(centre, newest, cosignature, stopping);
        }
        else if (answer.Failure is null)
        {
            // Another node was faster with a newer checkpoint.
            return;
        }

        Tell(centre, answer.Failure);
    }

    private void Tell(string centre, WitnessFailure? failure)
    {
        if (failure is null)
        {
            _failed.Remove(centre);
        }
        else
        {
            _failed[centre] = Stopwatch.GetTimestamp();
        }

        if (watch.Note(centre, witness, failure) && failure is { } why)
        {
            LogUncosigned(witness.Key.Name, centre, why);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Witness {Witness} did not cosign the public log of {Centre} ({Failure}); see the guide of the public log"
    )]
    private partial void LogUncosigned(string witness, string centre, WitnessFailure failure);

    [LoggerMessage(LogLevel.Warning, "Witness {Witness} cannot be asked now")]
    private partial void LogBroken(Exception lost, string witness);
}
