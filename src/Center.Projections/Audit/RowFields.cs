using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Center.Projections.Audit;

/// <summary>A member that two rows hold differently.</summary>
/// <param name="Field">JSON path.</param>
/// <param name="Stored">In the stored row; null when it has no such member.</param>
/// <param name="Replayed">In the replayed row; null when it has no such member.</param>
internal sealed record DifferingField(string Field, JsonElement Stored, JsonElement Replayed);

/// <summary>Finds where two rows differ.</summary>
internal static class RowFields
{
    private static readonly JsonElement _nothing = JsonSerializer.SerializeToElement<object?>(null);

    /// <summary>The differing members in the order of their names, the deepest that can be named.</summary>
    /// <param name="stored">The stored row as JSON text, or null.</param>
    /// <param name="replayed">The replayed row as JSON text, or null.</param>
    public static IEnumerable<DifferingField> Of(string? stored, string? replayed)
    {
        if (stored is null || replayed is null)
        {
            return [new DifferingField("$", Parse(stored), Parse(replayed))];
        }

        return Walk("$", Parse(stored), Parse(replayed));
    }

    private static IEnumerable<DifferingField> Walk(string path, JsonElement stored, JsonElement replayed)
    {
        if (JsonElement.DeepEquals(stored, replayed))
        {
            return [];
        }

        return (stored.ValueKind, replayed.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) => WalkObjects(path, stored, replayed),
            (JsonValueKind.Array, JsonValueKind.Array) => WalkArrays(path, stored, replayed),
            _ => [new DifferingField(path, stored, replayed)],
        };
    }

    private static IEnumerable<DifferingField> WalkObjects(string path, JsonElement stored, JsonElement replayed)
    {
        var names = stored
            .EnumerateObject()
            .Concat(replayed.EnumerateObject())
            .Select(member => member.Name)
            .Distinct()
            .Order(StringComparer.Ordinal);
        return names.SelectMany(name => Walk($"{path}.{name}", Member(stored, name), Member(replayed, name)));
    }

    private static IEnumerable<DifferingField> WalkArrays(string path, JsonElement stored, JsonElement replayed)
    {
        var length = Math.Max(stored.GetArrayLength(), replayed.GetArrayLength());
        return Enumerable.Range(0, length).SelectMany(i => Walk($"{path}[{i}]", Item(stored, i), Item(replayed, i)));
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value : _nothing;

    private static JsonElement Item(JsonElement element, int i) => i < element.GetArrayLength() ? element[i] : _nothing;

    private static JsonElement Parse(string? json)
    {
        if (json is null)
        {
            return _nothing;
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
