using System;
using System.Globalization;
using System.Linq;
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
    private const long LargestInteger = 9_007_199_254_740_991;

    /// <summary>The canonical UTF-8 bytes of a JSON value.</summary>
    /// <param name="json">Any JSON text.</param>
    /// <exception cref="FormatException">
    /// A number is no integer within ±(2^53 − 1), a member occurs twice, or a text holds half a surrogate pair.
    /// </exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static byte[] Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    /// <summary>The canonical UTF-8 bytes of a JSON value.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="FormatException">
    /// A number is no integer within ±(2^53 − 1), a member occurs twice, or a text holds half a surrogate pair.
    /// </exception>
    public static byte[] Of(JsonElement value)
    {
        var text = new StringBuilder();
        try
        {
            Write(text, value);
        }
        catch (InvalidOperationException wrong)
        {
            throw new FormatException("A text is no well-formed Unicode.", wrong);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(text, value);
                break;
            case JsonValueKind.Array:
                WriteArray(text, value);
                break;
            case JsonValueKind.String:
                WriteString(text, value.GetString()!);
                break;
            case JsonValueKind.Number:
                WriteInteger(text, value);
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void WriteObject(StringBuilder text, JsonElement value)
    {
        var members = value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).ToArray();
        text.Append('{');
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0)
            {
                if (members[i].Name == members[i - 1].Name)
                {
                    throw new FormatException($"The member '{members[i].Name}' occurs twice.");
                }

                text.Append(',');
            }

            WriteString(text, members[i].Name);
            text.Append(':');
            Write(text, members[i].Value);
        }

        text.Append('}');
    }

    private static void WriteArray(StringBuilder text, JsonElement value)
    {
        text.Append('[');
        var first = true;
        foreach (var item in value.EnumerateArray())
        {
            if (!first)
            {
                text.Append(',');
            }

            first = false;
            Write(text, item);
        }

        text.Append(']');
    }

    private static void WriteInteger(StringBuilder text, JsonElement value)
    {
        if (!value.TryGetInt64(out var number) || number is > LargestInteger or < -LargestInteger)
        {
            throw new FormatException($"{value.GetRawText()} is no integer within ±(2^53 − 1).");
        }

        text.Append(number.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var character in value)
        {
            switch (character)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case < ' ':
                    text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    text.Append(character);
                    break;
            }
        }

        text.Append('"');
    }
}
