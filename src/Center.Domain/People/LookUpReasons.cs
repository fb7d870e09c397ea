using System.Collections.Generic;

namespace Center.Domain.People;

/// <summary>
/// What an auditor may want a name for: a definite purpose, told to the person concerned (Personal Information Protection Law,
/// arts 6, 7 and 17).
/// </summary>
public static class LookUpReasons
{
    /// <summary>Reason codes, in the order in which they are offered.</summary>
    public static IReadOnlyList<string> All { get; } =
    ["complaint", "sample", "suspicion", "correction", "authority", "emergency"];
}
