using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Audit;

/// <summary>Kinds of findings.</summary>
public static class FindingCodes
{
    /// <summary>All of them, in the order in which they are offered.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "in-order",
        "missing-record",
        "wrong-record",
        "late-record",
        "four-eyes",
        "override-unexplained",
        "access-too-wide",
        "personal-data",
        "tampering",
        "other",
    ];
}

/// <summary>Report a finding.</summary>
/// <param name="Code">What kind.</param>
/// <param name="Severity">How grave.</param>
/// <param name="About">What it is about.</param>
/// <param name="Exists">Whether that is there.</param>
public sealed record ReportFinding(string Code, FindingSeverity Severity, FindingAbout About, bool Exists);

/// <summary>Decides on one finding (stream <c>finding/{id}</c>).</summary>
public static class FindingDecider
{
    /// <summary>No finding yet.</summary>
    public static FindingReported? Initial => null;

    /// <summary>The finding after an event.</summary>
    /// <param name="state">Before.</param>
    /// <param name="event">What happened.</param>
    public static FindingReported? Evolve(FindingReported? state, object @event) => @event as FindingReported ?? state;

    /// <summary>Reports a finding. Refused <c>invalid-value</c>: a code that is none, or about nothing that is there.</summary>
    /// <param name="command">What was found.</param>
    /// <param name="state">The finding so far.</param>
    public static Decision Decide(ReportFinding command, FindingReported? state)
    {
        ArgumentNullException.ThrowIfNull(command);
        return !FindingCodes.All.Contains(command.Code)
                ? Invalid("code", $"A code is one of {string.Join(", ", FindingCodes.All)}.")
            : !command.About.IsOne() ? Invalid("about", "A finding is about one of sample, position and stream.")
            : !command.Exists ? Invalid("about", "There is nothing of that name or number.")
            : state is not null ? Decision.Nothing
            : Decision.Accept(new FindingReported(command.Code, command.Severity, command.About));
    }

    private static Refusal Invalid(string member, string detail) =>
        new Refusal("invalid-value", detail).With("member", member);
}
