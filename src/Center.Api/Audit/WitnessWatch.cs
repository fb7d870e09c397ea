using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Text.Json;
using Center.Projections.Audit.Sealing;

namespace Center.Api.Audit;

/// <summary>Why a witness did not cosign when this node asked last.</summary>
/// <param name="Failure">Why.</param>
/// <param name="At">When it was asked.</param>
internal sealed record WitnessTrouble(WitnessFailure Failure, DateTimeOffset At);

/// <summary>What this node knows of the witnesses, also as metrics of the meter <see cref="LogWatch.MeterName"/>.</summary>
internal sealed class WitnessWatch : IDisposable
{
    private readonly ConcurrentDictionary<(string Centre, string Witness), WitnessTrouble> _troubles = new();
    private readonly Meter _meter;
    private readonly Counter<long> _cosigned;
    private readonly Counter<long> _failed;
    private readonly LogSettings _settings;
    private readonly TimeProvider _clock;

    public WitnessWatch(IMeterFactory meters, LogSettings settings, TimeProvider clock)
    {
        (_settings, _clock) = (settings, clock);
        _meter = meters.Create(LogWatch.MeterName);
        _cosigned = _meter.CreateCounter<long>("center.log.cosigned", "{checkpoint}", "Cosignatures of witnesses.");
        _failed = _meter.CreateCounter<long>("center.log.uncosigned", "{attempt}", "Witnesses that did not cosign.");
    }

    /// <summary>Takes note of an answer.</summary>
    /// <returns>Whether it is another trouble than before.</returns>
    public bool Note(string centre, Witness witness, WitnessFailure? failure)
    {
        var before = _troubles.GetValueOrDefault((centre, witness.Id))?.Failure;
        KeyValuePair<string, object?>[] tags = [new("centre", centre), new("witness", witness.Key.Name)];
        if (failure is { } why)
        {
            _troubles[(centre, witness.Id)] = new WitnessTrouble(why, _clock.GetUtcNow());
            _failed.Add(1, [.. tags, new("reason", CodeOf(why))]);
        }
        else
        {
            _troubles.TryRemove((centre, witness.Id), out _);
            _cosigned.Add(1, tags);
        }

        return before != failure;
    }

    /// <summary>How the witnesses stand.</summary>
    /// <param name="levels">How far the log has come.</param>
    /// <param name="newest">How far each of them has followed it.</param>
    public IReadOnlyList<WitnessStatus> StatusOf(LogLevels levels, IReadOnlyDictionary<string, WitnessedSize> newest) =>
        [
            .. _settings.Witnesses.Select(witness =>
            {
                var seen = newest.GetValueOrDefault(witness.Id);
                var trouble = _troubles.GetValueOrDefault((levels.Centre, witness.Id));
                return new WitnessStatus(
                    witness.Key.Name,
                    witness.Id,
                    seen?.Size ?? 0,
                    levels.PublishedSize - (seen?.Size ?? 0),
                    seen?.At,
                    trouble is null ? null : CodeOf(trouble.Failure),
                    trouble?.At
                );
            }),
        ];

    public void Dispose() => _meter.Dispose();

    private static string CodeOf(WitnessFailure failure) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(failure.ToString());
}

/// <summary>How a witness stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="VerifierKey">What it cosigns with.</param>
/// <param name="Size">Leaves under its newest cosignature; 0 for none.</param>
/// <param name="Lag">Leaves that were published since.</param>
/// <param name="CosignedAt">When it cosigned last, by its own clock; absent when it never did.</param>
/// <param name="Failure">
/// Why it did not cosign when this node asked last: unreachable, timed-out, unknown-log, untrusted-key, inconsistent, ahead,
/// unreadable, wrong-signature or refused; absent when it did.
/// </param>
/// <param name="FailedAt">When that was.</param>
internal sealed record WitnessStatus(
    string Name,
    string VerifierKey,
    long Size,
    long Lag,
    DateTimeOffset? CosignedAt,
    string? Failure,
    DateTimeOffset? FailedAt
);
