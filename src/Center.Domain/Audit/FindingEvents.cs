using Center.Domain.Kernel;

namespace Center.Domain.Audit;

/// <summary>How grave a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Nothing is wrong; somebody should know.</summary>
    Note,

    /// <summary>Wrong, without consequences so far.</summary>
    Minor,

    /// <summary>Wrong, and something that is published or certified depends on it.</summary>
    Major,

    /// <summary>The records cannot be relied on until it is settled.</summary>
    Critical,
}

/// <summary>What a finding is about; exactly one of the three.</summary>
/// <param name="Sample">A sample as a whole, or null.</param>
/// <param name="Position">The event at a position, or null.</param>
/// <param name="Stream">A stream, or null.</param>
public sealed record FindingAbout(SampleId? Sample = null, long? Position = null, string? Stream = null)
{
    /// <summary>Whether exactly one thing is named.</summary>
    public bool IsOne() => (Sample is null ? 0 : 1) + (Position is null ? 0 : 1) + (Stream is null ? 0 : 1) == 1;
}

/// <summary>
/// An auditor found something. What was written about it stands in the vault, under the auditor, since it may name people.
/// Stream <c>finding/{id}</c>.
/// </summary>
/// <param name="Code">What kind; see <see cref="FindingCodes"/>.</param>
/// <param name="Severity">How grave.</param>
/// <param name="About">What it is about.</param>
[EventName("finding.reported", 1)]
public sealed record FindingReported(string Code, FindingSeverity Severity, FindingAbout About);
