using System;
using System.Collections.Generic;
using System.Linq;

namespace Center.Domain.Kernel;

/// <summary>
/// A lawful "no": the rule that stands in the way, never an exception. The code is stable and documented in the
/// problem catalogue; clients branch on it.
/// </summary>
/// <param name="Code">Stable code such as <c>slot-taken</c> or <c>policy-too-long</c>.</param>
/// <param name="Detail">One English sentence for a person reading the answer; names no person.</param>
public sealed record Refusal(string Code, string Detail)
{
    /// <summary>Facts that a client may show or act on (limit, current use, next allowed time, alternatives).</summary>
    public IReadOnlyDictionary<string, object?> Data { get; init; } = new Dictionary<string, object?>();

    /// <summary>The same refusal with one more fact.</summary>
    /// <param name="name">
    /// camelCase member name in the problem document; none of those that RFC 9457, section 3.1, and every answer have.
    /// </param>
    /// <param name="value">Any JSON-serialisable value.</param>
    /// <exception cref="ArgumentException">The name means something else in every problem document.</exception>
    public Refusal With(string name, object? value) =>
        name is "type" or "title" or "status" or "detail" or "instance" or "code" or "traceId"
            ? throw new ArgumentException($"'{name}' has a meaning of its own in a problem document.", nameof(name))
            : this with
            {
                Data = new Dictionary<string, object?>(Data, StringComparer.Ordinal) { [name] = value },
            };

    /// <summary>Same code and same facts; the wording of the detail does not count.</summary>
    /// <param name="other">The refusal to compare with.</param>
    public bool Equals(Refusal? other) =>
        other is not null && Code == other.Code && Data.Keys.Order().SequenceEqual(other.Data.Keys.Order());

    /// <inheritdoc/>
    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);
}
