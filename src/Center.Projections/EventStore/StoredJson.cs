using System.Text.Json;

namespace Center.Projections.EventStore;

/// <summary>
/// Reads JSON that lies in the store without trust: PostgreSQL keeps it nested deeper than most readers follow, and one value
/// that somebody put there must not break the answer that it stands in.
/// </summary>
public static class StoredJson
{
    // Readers commonly follow 64 levels; an answer puts a few around it. What the service writes has less than ten.
    private const int Deepest = 48;

    private static readonly JsonDocumentOptions _readable = new() { MaxDepth = Deepest };

    /// <summary>The same for those who read token by token.</summary>
    internal static JsonReaderOptions Readable { get; } = new() { MaxDepth = Deepest };

    /// <summary>Whether a value can stand in an answer as it is.</summary>
    /// <param name="json">JSON text.</param>
    public static bool IsReadable(string json) => TryRead(json) is not null;

    /// <summary>The value; as one text when it is nested too deep.</summary>
    /// <param name="json">JSON text.</param>
    public static JsonElement Read(string json) => TryRead(json) ?? JsonSerializer.SerializeToElement(json);

    /// <summary>Which of some names a member has.</summary>
    /// <param name="json">A reader that stands at the name.</param>
    /// <param name="names">The names, UTF-8.</param>
    /// <returns>Place among the names; their number when it is none of them.</returns>
    internal static int Which(ref Utf8JsonReader json, byte[][] names)
    {
        var which = 0;
        while (which < names.Length && !json.ValueTextEquals(names[which]))
        {
            which++;
        }

        return which;
    }

    private static JsonElement? TryRead(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, _readable);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
