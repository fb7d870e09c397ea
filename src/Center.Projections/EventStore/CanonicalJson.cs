using System;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Center.Projections.EventStore;

/// <summary>
/// RFC 8785 (JSON Canonicalization Scheme) for the JSON that events are made of: objects, arrays, strings, booleans,
/// null and integers within ±(2^53 − 1). Members are sorted by UTF-16 code units, nothing is escaped that need not be.
/// Fractions and exponents are refused: event bodies hold none.
/// </summary>
public static class CanonicalJson
{
    // Of a value that was parsed: whoever parsed it decided what may stand in it and how deep.
    private static readonly JsonReaderOptions _parsed = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = int.MaxValue,
    };

    private static readonly UTF8Encoding _strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>The canonical UTF-8 bytes of a JSON value.</summary>
    /// <param name="json">Any JSON text.</param>
    /// <exception cref="FormatException">
    /// A number is no integer within ±(2^53 − 1), a member occurs twice, or a text holds half a surrogate pair.
    /// </exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static byte[] Of(string json) => Of(_strict.GetBytes(json), default);

    /// <summary>The canonical UTF-8 bytes of a JSON value.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="FormatException">
    /// A number is no integer within ±(2^53 − 1), a member occurs twice, or a text holds half a surrogate pair.
    /// </exception>
    public static byte[] Of(JsonElement value) => Of(JsonMarshal.GetRawUtf8Value(value), _parsed);

    private static byte[] Of(ReadOnlySpan<byte> json, JsonReaderOptions options)
    {
        using var text = new CanonicalText();
        try
        {
            text.Write(json, options);
        }
        catch (InvalidOperationException wrong)
        {
            throw new FormatException("A text is no well-formed Unicode.", wrong);
        }

        return text.Written.ToArray();
    }
}
