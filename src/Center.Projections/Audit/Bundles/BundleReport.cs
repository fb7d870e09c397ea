using System.Collections.Generic;
using Center.Domain.Audit;

namespace Center.Projections.Audit.Bundles;

/// <summary>Something in a bundle that is not as it must be.</summary>
/// <param name="File">Name of the file within the bundle, or <c>(archive)</c>.</param>
/// <param name="Line">Line, from 1; null when it is not about one.</param>
/// <param name="At">Byte within the file at which it lies or the line begins, from 0; null when not known.</param>
/// <param name="What">What is wrong.</param>
public sealed record BundleFault(string File, long? Line, long? At, string What)
{
    /// <summary>The fault as people read it.</summary>
    public override string ToString() =>
        (Line, At) switch
        {
            ({ } line, { } at) => $"{File} line {line} (byte {at}): {What}",
            ({ } line, null) => $"{File} line {line}: {What}",
            (null, { } at) => $"{File} byte {at}: {What}",
            _ => $"{File}: {What}",
        };
}

/// <summary>What the check of a bundle found.</summary>
/// <param name="Head">What the bundle covers; null when it cannot be read.</param>
/// <param name="Checkpoint">The checkpoint; null when it cannot be read.</param>
/// <param name="Key">The key by which the checkpoint was checked; null when there was none.</param>
/// <param name="Leaves">Leaves that were read.</param>
/// <param name="Events">Events within the stretch.</param>
/// <param name="GivenUp">Positions in gaps.</param>
/// <param name="Late">Events that appeared in a gap after it was sealed.</param>
/// <param name="Figures">The figures that were stated and came out equal; null when none were stated or they differ.</param>
/// <param name="Files">Files that were read.</param>
/// <param name="Faults">What is wrong, at most <see cref="MostFaults"/>.</param>
public sealed record BundleReport(
    BundleHead? Head,
    Checkpoint? Checkpoint,
    VerifierKey? Key,
    long Leaves,
    long Events,
    long GivenUp,
    long Late,
    StatedFigures? Figures,
    int Files,
    IReadOnlyList<BundleFault> Faults
)
{
    /// <summary>The checkpoint with all its signatures; null when it cannot be read.</summary>
    public SignedNote? Note { get; init; }

    /// <summary>Most faults of a report.</summary>
    public const int MostFaults = 100;
}
