using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>Opens a text as JSON and lets a reader make a value of it; whatever is wrong becomes a problem with a place.</summary>
internal static class DefinitionJson
{
    public static DefinitionReading<T> Read<T>(string json, Func<JsonElement, List<DefinitionProblem>, T?> read)
        where T : class
    {
        var utf8 = Encoding.UTF8.GetBytes(json.TrimStart('\uFEFF'));
        if (Malformed(utf8) is { } problem)
        {
            return new DefinitionReading<T>(null, [problem]);
        }

        using var document = JsonDocument.Parse(utf8);
        var problems = new List<DefinitionProblem>();
        var value = read(document.RootElement, problems);
        return new DefinitionReading<T>(problems.Count == 0 ? value : null, problems.ToValueList());
    }

    private static DefinitionProblem? Malformed(byte[] utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        try
        {
            while (reader.Read())
            {
                // An escape may name half a surrogate pair, which is well-formed JSON but no text.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    _ = reader.GetString();
                }
            }

            return null;
        }
        catch (JsonException exception)
        {
            var line = (int)(exception.LineNumber ?? 0);
            return Problem("is not JSON", line, (int)(exception.BytePositionInLine ?? 0));
        }
        catch (InvalidOperationException)
        {
            var before = utf8.AsSpan(0, (int)reader.TokenStartIndex);
            var line = before.Count((byte)'\n');
            return Problem("holds text that is not Unicode", line, before.Length - before.LastIndexOf((byte)'\n') - 1);
        }

        DefinitionProblem Problem(string what, int line, int bytes) =>
            new("$", $"{what}: line {line + 1}, column {ColumnOf(utf8, line, bytes)}");
    }

    // Columns are counted in characters, as editors do, not in bytes.
    private static int ColumnOf(byte[] utf8, int line, int bytes)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            start += utf8.AsSpan(start).IndexOf((byte)'\n') + 1;
        }

        return Encoding.UTF8.GetCharCount(utf8, start, Math.Min(bytes, utf8.Length - start)) + 1;
    }
}
