using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Center.Projections.EventStore;

/// <summary>The metadata that lie with an event, read without trust: rows may have been written past the service.</summary>
public sealed class StoredHeaders
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    private StoredHeaders(JsonElement root)
    {
        AreOurs = root.ValueKind == JsonValueKind.Object;
        if (!AreOurs)
        {
            return;
        }

        foreach (var member in root.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String)
            {
                _texts[member.Name] = member.Value.GetString()!;
            }
            else
            {
                AreOurs = false;
            }
        }
    }

    /// <summary>Whether they have the form in which the service writes them: an object, and every member a text.</summary>
    public bool AreOurs { get; }

    /// <summary>A member as text; null when there is none, and when it is no text.</summary>
    /// <param name="name">Name of the member.</param>
    public string? this[string name] => _texts.GetValueOrDefault(name);

    /// <summary>One member as <see cref="this"/> would give it, found without keeping the others.</summary>
    /// <param name="json">JSON of any kind.</param>
    /// <param name="name">Name of the member.</param>
    public static string? TextIn(string json, string name)
    {
        using var bytes = new LentUtf8(json);
        var reader = new Utf8JsonReader(bytes.Bytes, StoredJson.Readable);
        try
        {
            return TextIn(ref reader, name);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads them.</summary>
    /// <param name="json">JSON of any kind.</param>
    public static StoredHeaders Read(string json) => new(StoredJson.Read(json));

    private static string? TextIn(ref Utf8JsonReader reader, string name)
    {
        string? text = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isWanted = reader.ValueTextEquals(name);
            reader.Read();
            if (isWanted && reader.TokenType == JsonTokenType.String)
            {
                text = reader.GetString();
            }

            reader.Skip();
        }

        reader.Read();
        return text;
    }
}
