using System;
using System.Collections.Generic;
using System.Linq;
using Center.Api.Plumbing;
using Center.Domain.Audit;
using Microsoft.Extensions.Configuration;

namespace Center.Api.Audit;

/// <summary>Somebody else who watches that the log only grows (C2SP tlog-witness).</summary>
/// <param name="Key">What it cosigns with (<c>Center__LogWitnesses__0__Key</c>).</param>
/// <param name="Address">Its submission prefix (<c>Center__LogWitnesses__0__Url</c>); ends with a slash.</param>
internal sealed record Witness(VerifierKey Key, Uri Address)
{
    /// <summary>Most witnesses: a checkpoint with their lines stays small enough to be read by others.</summary>
    public const int Most = 20;

    /// <summary>The key as text; what the witness is known by.</summary>
    public string Id => Key.ToString();

    /// <summary>The witnesses of the configuration.</summary>
    /// <exception cref="StartupFailure">One of them is not well-formed.</exception>
    public static IReadOnlyList<Witness> In(IConfiguration configuration)
    {
        var witnesses = configuration.GetSection("Center:LogWitnesses").GetChildren().Select(Read).ToList();
        return witnesses.Count > Most
                ? throw new StartupFailure($"Center__LogWitnesses names at most {Most} witnesses.")
            : witnesses.DistinctBy(witness => witness.Id).Count() < witnesses.Count
                ? throw new StartupFailure("Center__LogWitnesses names a witness twice.")
            : witnesses;
    }

    private static Witness Read(IConfigurationSection section)
    {
        if (!VerifierKey.TryRead(section["Key"] ?? string.Empty, KeyUse.Cosignature, out var key))
        {
            throw new StartupFailure(
                $"Center__LogWitnesses__{section.Key}__Key is a verifier key for Ed25519 cosignatures, as the witness publishes it: name+id+base64 that begins with B."
            );
        }

        return
            Uri.TryCreate(section["Url"]?.TrimEnd('/') + "/", UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            && address.Query.Length == 0
            ? new Witness(key, address)
            : throw new StartupFailure(
                $"Center__LogWitnesses__{section.Key}__Url is the http or https address before /add-checkpoint, as the witness publishes it."
            );
    }
}
