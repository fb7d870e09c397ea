using System;
using System.Text.Json;

namespace Center.Projections.EventStore;

/// <summary>Those of an event's metadata that stand in its canonical form, found in one pass over all of them.</summary>
internal sealed class CanonicalHeaders : IDisposable
{
    /// <summary>Where it was done.</summary>
    public const int Channel = 0;

    /// <summary>For whom it was done.</summary>
    public const int OnBehalfOf = 1;

    /// <summary>By which rules it was decided.</summary>
    public const int Policy = 2;

    /// <summary>Id of the request.</summary>
    public const int Request = 3;

    /// <summary>As what it was done.</summary>
    public const int Role = 4;

    private static readonly byte[][] _names =
    [
        [.. "channel"u8],
        [.. "onBehalfOf"u8],
        [.. "policy"u8],
        [.. "request"u8],
        [.. "role"u8],
    ];

    private readonly CanonicalText _values = new();
    private readonly Range?[] _found = new Range?[_names.Length];

    /// <summary>Finds them.</summary>
    /// <param name="json">Metadata as JSON text.</param>
    /// <exception cref="FormatException">One of them has no canonical form, or occurs twice.</exception>
    /// <exception cref="InvalidOperationException">The metadata are no object.</exception>
    /// <exception cref="JsonException">The metadata are nested too deep.</exception>
    public CanonicalHeaders(string json)
    {
        using var bytes = new LentUtf8(json);
        var reader = new Utf8JsonReader(bytes.Bytes);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InvalidOperationException("The metadata are no object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped)
            {
                _ = reader.GetString(); // refuses a name that is no Unicode, whichever it is
            }

            Take(ref reader);
        }

        reader.Read();
    }

    /// <summary>Writes one of them as the next member, if it is there.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="which">Which.</param>
    public void Write(CanonicalText text, int which)
    {
        if (_found[which] is { } value)
        {
            text.Name(_names[which]);
            text.Raw(_values.Written[value]);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _values.Dispose();

    private void Take(ref Utf8JsonReader reader)
    {
        var which = StoredJson.Which(ref reader, _names);
        reader.Read();
        if (which == _names.Length)
        {
            reader.Skip();
            return;
        }

        if (_found[which] is not null)
        {
            throw new FormatException("A member of the metadata occurs twice.");
        }

        var at = _values.Length;
        _values.Write(ref reader);
        _found[which] = at.._values.Length;
    }
}
