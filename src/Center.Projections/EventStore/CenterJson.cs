using System;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Center.Projections.EventStore;

/// <summary>One way to write JSON, for events, rows and answers: camelCase, kebab-case enums, instants in UTC with <c>Z</c>.</summary>
public static class CenterJson
{
    /// <summary>Options for events, rows and answers; do not change.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Options for JSON that is written member by member: text of every script as it is.</summary>
    public static JsonWriterOptions Writer { get; } = new() { Encoder = Options.Encoder };

    /// <summary>Puts the house's conventions on other options.</summary>
    /// <param name="options">Options to change.</param>
    public static void Apply(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.Converters.Add(new ClosedSetConverter());
        options.Converters.Add(new InstantConverter());
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.General)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        Apply(options);
        return options;
    }

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        )
        {
            if (reader.TokenType == JsonTokenType.String && Instants.TryReadUsual(ref reader, out var usual))
            {
                return usual;
            }

            var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : string.Empty;
            return Instants.TryRead(text, out var instant)
                ? instant
                : throw new JsonException(
                    "An instant is RFC 3339 with an offset, for example 2026-11-28T14:00:00+08:00."
                );
        }

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
        {
            Span<byte> text = stackalloc byte[Instants.Longest];
            writer.WriteStringValue(text[..Instants.Write(value, text)]);
        }
    }
}

/// <summary>Instants as text: RFC 3339, offset required when read, <c>Z</c> when written.</summary>
public static class Instants
{
    /// <summary>Bytes that an instant takes while it is written.</summary>
    internal const int Longest = 28;

    /// <summary>Reads an instant.</summary>
    /// <param name="text">RFC 3339 with <c>Z</c> or a numeric offset.</param>
    /// <param name="instant">The instant in UTC.</param>
    /// <returns>False when the text is no such instant or lies outside the years 1900 to 9998.</returns>
    public static bool TryRead(string? text, out DateTimeOffset instant)
    {
        instant = default;
        var zoned =
            text is { Length: >= 17 and <= 40 }
            && (text[^1] is 'Z' or 'z' || (text[^3] == ':' && text[^6] is '+' or '-'))
            && text[10] is 'T' or 't';
        if (!zoned || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
        {
            return false;
        }

        if (parsed.Year is < 1900 or > 9998)
        {
            return false;
        }

        instant = parsed.ToUniversalTime();
        return true;
    }

    /// <summary>Reads an instant as it is usually written; who cannot be read so may still be one.</summary>
    /// <param name="reader">Stands at a text.</param>
    /// <param name="instant">The instant in UTC.</param>
    /// <returns>Whether it has the form in which instants are written here.</returns>
    internal static bool TryReadUsual(ref Utf8JsonReader reader, out DateTimeOffset instant)
    {
        instant = default;
        var text = reader.ValueSpan;
        return !reader.HasValueSequence
            && !reader.ValueIsEscaped
            && text is [_, _, _, _, _, _, _, _, _, _, (byte)'T', .., not (byte)'.', (byte)'Z']
            && text.Length is >= 20 and < Longest
            && reader.TryGetDateTimeOffset(out instant)
            && instant.Year is >= 1900 and <= 9998;
    }

    /// <summary>Writes an instant in UTC with as many decimals as it needs, at most six.</summary>
    /// <param name="instant">Any instant.</param>
    public static string Write(DateTimeOffset instant)
    {
        Span<byte> text = stackalloc byte[Longest];
        return Encoding.ASCII.GetString(text[..Write(instant, text)]);
    }

    /// <summary>The same as ASCII.</summary>
    /// <param name="instant">Any instant.</param>
    /// <param name="text">Room for <see cref="Longest"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    internal static int Write(DateTimeOffset instant, Span<byte> text)
    {
        // The framework's quickest form, yyyy-MM-ddTHH:mm:ss.fffffffZ: the seventh decimal goes, and zeros before it.
        text = text[..Longest];
        instant.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        var length = text[..^2].TrimEnd((byte)'0').TrimEnd((byte)'.').Length;
        text[length] = (byte)'Z';
        return length + 1;
    }
}
