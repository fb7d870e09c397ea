using System;
using System.Globalization;
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
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : string.Empty;
            return Instants.TryRead(text, out var instant)
                ? instant
                : throw new JsonException(
                    "An instant is RFC 3339 with an offset, for example 2026-11-28T14:00:00+08:00."
                );
        }

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Instants.Write(value));
    }
}

/// <summary>Instants as text: RFC 3339, offset required when read, <c>Z</c> when written.</summary>
public static class Instants
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

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

    /// <summary>Writes an instant in UTC with as many decimals as it needs, at most six.</summary>
    /// <param name="instant">Any instant.</param>
    public static string Write(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Writes the same as UTF-8.</summary>
    /// <param name="instant">Any instant.</param>
    /// <param name="text">Room for at least 27 bytes.</param>
    /// <returns>Bytes that were written.</returns>
    internal static int Write(DateTimeOffset instant, Span<byte> text) =>
        instant.UtcDateTime.TryFormat(text, out var written, Format, CultureInfo.InvariantCulture)
            ? written
            : throw new ArgumentException("There is too little room.", nameof(text));
}
