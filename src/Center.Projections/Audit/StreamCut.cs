using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Center.Projections.EventStore;

namespace Center.Projections.Audit;

/// <summary>Up to where a stream is told; each bound is inclusive, and what is null does not narrow.</summary>
/// <param name="Version">Last version.</param>
/// <param name="Position">Last position of the log.</param>
/// <param name="At">Last instant.</param>
public sealed record StreamCut(long? Version = null, long? Position = null, DateTimeOffset? At = null)
{
    /// <summary>The whole stream.</summary>
    public static StreamCut None { get; } = new();

    /// <summary>Reads a bound.</summary>
    /// <param name="text">A version such as <c>v3</c>, a position, or an instant (RFC 3339 with an offset).</param>
    /// <param name="cut">The bound.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out StreamCut? cut)
    {
        ArgumentNullException.ThrowIfNull(text);
        cut =
            text is ['v', .. var digits] && Number(digits) is { } version ? new StreamCut(Version: version)
            : Number(text) is { } position ? new StreamCut(Position: position)
            : Instants.TryRead(text, out var instant) ? new StreamCut(At: instant)
            : null;
        return cut is not null;
    }

    /// <summary>Whether an event lies within.</summary>
    /// <param name="version">Its place in the stream.</param>
    /// <param name="position">Its place in the log.</param>
    /// <param name="at">When it was decided.</param>
    public bool Includes(long version, long position, DateTimeOffset at) =>
        !(version > Version) && !(position > Position) && !(at > At);

    private static long? Number(string text) => WholeNumbers.TryRead(text, out var number) ? number : null;
}
