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
    private readonly LentBytes _salt = new();
    private int _salts;

    /// <summary>Whether every one of the metadata that were read last is a text, and the salt among them just once.</summary>
    public bool AreOurs { get; private set; }

    /// <summary>The salt as it is written there; of use only when <see cref="AreOurs"/>.</summary>
    public ReadOnlySpan<byte> Salt => _salt.Written;

    /// <summary>Finds them, and forgets those that were found before.</summary>
    /// <param name="json">Metadata as JSON text, UTF-8.</param>
    /// <exception cref="FormatException">One of them has no canonical form, or occurs twice.</exception>
    /// <exception cref="InvalidOperationException">The metadata are no object.</exception>
    /// <exception cref="JsonException">The metadata are nested too deep.</exception>
    public void Read(ReadOnlySpan<byte> json)
    {
        Forget();
        var reader = new Utf8JsonReader(json);
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
        AreOurs &= _salts == 1;
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
    public void Dispose()
    {
        _values.Dispose();
        _salt.Dispose();
    }

    private void Forget()
    {
        _values.Clear();
        _salt.Clear();
        Array.Clear(_found);
        (_salts, AreOurs) = (0, true);
    }

    private void Take(ref Utf8JsonReader reader)
    {
        var isSalt = reader.ValueTextEquals("salt"u8);
        var which = isSalt ? _names.Length : StoredJson.Which(ref reader, _names);
        reader.Read();
        AreOurs &= reader.TokenType == JsonTokenType.String;
        if (which == _names.Length)
        {
            if (isSalt)
            {
                _salts++;
                _salt.Write(reader.ValueSpan);
            }

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
