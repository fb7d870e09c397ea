using System;
using System.Collections.Generic;
using System.IO;
using Center.Api.Plumbing;
using Center.Domain.Audit;
using Microsoft.Extensions.Configuration;

namespace Center.Api.Audit;

/// <summary>What the operator can set about the public log.</summary>
internal sealed record LogSettings
{
    /// <summary>File of the private key (<c>Center__LogKey</c>); the last signed head lies beside it, so its folder is writable.</summary>
    public required string KeyPath { get; init; }

    /// <summary>
    /// First part of the log's name (<c>Center__LogOrigin</c>), by custom its public address without scheme; the centre
    /// follows. It counts when a log, or an epoch of it, begins.
    /// </summary>
    public required string Origin { get; init; }

    /// <summary>Time between two turns of the sequencer (<c>Center__LogPaceMilliseconds</c>, 50 to 60 000).</summary>
    public required TimeSpan Pace { get; init; }

    /// <summary>Who is asked to cosign checkpoints (<c>Center__LogWitnesses__0__Key</c> and <c>__Url</c>, and so on).</summary>
    public IReadOnlyList<Witness> Witnesses { get; init; } = [];

    /// <summary>How long a witness may take to answer (<c>Center__LogWitnessTimeoutSeconds</c>, 1 to 60).</summary>
    public TimeSpan WitnessTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time after which a witness that did not cosign is asked again (<c>Center__LogWitnessPauseSeconds</c>, 1 to 3600).</summary>
    public TimeSpan WitnessPause { get; init; } = TimeSpan.FromSeconds(15);

    public static LogSettings Of(IConfiguration configuration, CenterHome home)
    {
        var path = configuration["Center:LogKey"];
        var origin = configuration["Center:LogOrigin"];
        var pace = configuration.GetValue("Center:LogPaceMilliseconds", 500);
        var settings = new LogSettings
        {
            KeyPath = string.IsNullOrWhiteSpace(path) ? home.PathOf("log-key") : Path.GetFullPath(path),
            Origin = string.IsNullOrWhiteSpace(origin) ? "localhost/api/v1/audit/log" : origin.TrimEnd('/'),
            Pace = TimeSpan.FromMilliseconds(pace),
            Witnesses = Witness.In(configuration),
            WitnessTimeout = Seconds(configuration, "LogWitnessTimeoutSeconds", 10, 60),
            WitnessPause = Seconds(configuration, "LogWitnessPauseSeconds", 15, 3600),
        };
        if (!VerifierKey.IsName(settings.Origin) || settings.Origin.Length > 200)
        {
            throw new StartupFailure(
                "Center__LogOrigin names the log: at most 200 characters, no white space, no plus; for example centre.example/api/v1/audit/log."
            );
        }

        return pace is >= 50 and <= 60_000
            ? settings
            : throw new StartupFailure("Center__LogPaceMilliseconds is a number from 50 to 60000.");
    }

    private static TimeSpan Seconds(IConfiguration configuration, string name, int otherwise, int most)
    {
        var seconds = configuration.GetValue($"Center:{name}", otherwise);
        return seconds >= 1 && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw new StartupFailure($"Center__{name} is a number from 1 to {most}.");
    }
}
