using System;
using Center.Domain.Kernel;

namespace Center.Domain.Audit;

/// <summary>Why the public log goes on under a new name.</summary>
public enum EpochReason
{
    /// <summary>The database was brought back from a backup and lacks events that were already published.</summary>
    Restore,

    /// <summary>The log's key was lost, replaced or feared to be known to others.</summary>
    Key,

    /// <summary>The tree in the database no longer continues the published one.</summary>
    Mismatch,
}

/// <summary>
/// The public log ended and goes on under a new name, because what follows does not continue what was signed. Stream
/// <c>log/{centre}</c>.
/// </summary>
/// <param name="Epoch">Number of the new epoch, from 2.</param>
/// <param name="Reason">Why.</param>
/// <param name="EndedKey">Verifier key of the epoch that ended, as the database has it.</param>
/// <param name="SignedSize">Leaves that the last checkpoint of the old epoch covered, as far as the key's side knows; 0 when it does not.</param>
/// <param name="SignedRoot">Root of that checkpoint, base64; empty when it is not known.</param>
/// <param name="KeptSize">Leaves that the database still holds, with which the new epoch begins.</param>
/// <param name="KeptRoot">Root over them, base64.</param>
/// <param name="VerifierKey">Verifier key of the new epoch.</param>
/// <param name="At">When it was opened.</param>
[EventName("log-epoch.opened", 1)]
public sealed record LogEpochOpened(
    int Epoch,
    EpochReason Reason,
    string EndedKey,
    long SignedSize,
    string SignedRoot,
    long KeptSize,
    string KeptRoot,
    string VerifierKey,
    DateTimeOffset At
);
