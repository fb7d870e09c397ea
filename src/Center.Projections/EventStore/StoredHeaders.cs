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

    /// <summary>Reads them.</summary>
    /// <param name="json">JSON of any kind.</param>
    public static StoredHeaders Read(string json) => new(StoredJson.Read(json));
}
