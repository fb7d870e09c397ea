using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Center.Domain.Kernel;

/// <summary>A text in one or more languages, by language tag (<c>zh-CN</c>, <c>en</c>); equal when all texts are.</summary>
[JsonConverter(typeof(LocalizedTextConverter))]
public sealed class LocalizedText : IEquatable<LocalizedText>
{
    private readonly ImmutableSortedDictionary<string, string> _texts;

    /// <summary>Keeps a copy of the texts.</summary>
    /// <param name="texts">Text by language tag; at least one.</param>
    public LocalizedText(IEnumerable<KeyValuePair<string, string>> texts) =>
        _texts = texts.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Text by language tag, sorted by tag.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>A text in Chinese alone.</summary>
    /// <param name="text">The text.</param>
    public static LocalizedText Chinese(string text) => new([KeyValuePair.Create("zh-CN", text)]);

    /// <summary>The text for a language, else the Chinese one, else the first.</summary>
    /// <param name="language">Language tag such as <c>en</c>.</param>
    public string In(string language) =>
        _texts.TryGetValue(language, out var exact) ? exact
        : _texts.TryGetValue("zh-CN", out var chinese) ? chinese
        : _texts.Values.FirstOrDefault() ?? string.Empty;

    /// <inheritdoc/>
    public bool Equals(LocalizedText? other) => other is not null && _texts.SequenceEqual(other._texts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LocalizedText);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _texts.Aggregate(17, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));

    /// <inheritdoc/>
    public override string ToString() => In("en");

    private sealed class LocalizedTextConverter : JsonConverter<LocalizedText>
    {
        public override LocalizedText Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => new(JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options) ?? []);

        public override void Write(Utf8JsonWriter writer, LocalizedText value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (language, text) in value._texts)
            {
                writer.WriteString(language, text);
            }

            writer.WriteEndObject();
        }
    }
}
