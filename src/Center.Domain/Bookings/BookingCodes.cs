using System.Collections.Frozen;
using System.Collections.Generic;

namespace Center.Domain.Bookings;

/// <summary>What bookings are for.</summary>
public static class Purposes
{
    /// <summary>What an unknown text is stored as.</summary>
    public const string Other = "other";

    private static readonly FrozenSet<string> _known = new HashSet<string>
    {
        "meeting",
        "class",
        "rehearsal",
        "sport",
        "reading",
        "play",
        "care",
        "party-life",
        "government-affair",
        "volunteering",
        Other,
    }.ToFrozenSet();

    /// <summary>Every purpose code.</summary>
    public static IReadOnlyCollection<string> All => _known;

    /// <summary>The code, or <c>other</c> for a text that is none.</summary>
    /// <param name="text">Whatever was asked for; null counts as other.</param>
    public static string Of(string? text) => text is not null && _known.Contains(text) ? text : Other;
}

/// <summary>Why bookings are cancelled or declined.</summary>
public static class Reasons
{
    private static readonly FrozenSet<string> _known = new HashSet<string>
    {
        "no-longer-needed",
        "ill",
        "weather",
        "double",
        "closure",
        "no-show-risk",
        "rule",
        "other",
    }.ToFrozenSet();

    /// <summary>Every reason code.</summary>
    public static IReadOnlyCollection<string> All => _known;

    /// <summary>Whether the text is a reason code.</summary>
    /// <param name="code">The text.</param>
    public static bool Know(string code) => _known.Contains(code);
}
