using System;
using System.Buffers;
using System.Text.Json.Serialization;
using Center.Domain.Kernel;

namespace Center.Domain.Audit;

/// <summary>A sample of the log.</summary>
/// <param name="Value">The bare value.</param>
[JsonConverter(typeof(IdentifierConverter<SampleId>))]
public readonly record struct SampleId(Guid Value) : IIdentifier<SampleId>
{
    /// <inheritdoc/>
    public static SampleId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Out of which events a sample is drawn.</summary>
/// <param name="Type">Name of the event, with its version or without for all versions; null for any.</param>
/// <param name="Stream">Beginning of the stream's key; null for any.</param>
/// <param name="From">First position.</param>
/// <param name="To">Last position, inclusive and final: whoever draws again finds the same events.</param>
public sealed record SampleCriteria(string? Type, string? Stream, long From, long To)
{
    /// <summary>Most characters of a name or of the beginning of a key.</summary>
    public const int Longest = 120;

    private static readonly SearchValues<char> _letters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789-_./:"
    );

    /// <summary>Whether they can be meant so; a key is made of codes and ids, so that nobody is named here.</summary>
    public bool IsSound() => From >= 1 && To >= From && IsCode(Type) && IsCode(Stream);

    /// <summary>Whether a text is a name or a key, or the beginning of one; null is none and passes.</summary>
    /// <param name="text">The text.</param>
    public static bool IsCode(string? text) =>
        text is null || (text.Length is > 0 and <= Longest && !text.AsSpan().ContainsAnyExcept(_letters));
}
