using System;
using System.Text.Json;
using Center.Projections.EventStore;

namespace Center.Projections.Audit.Bundles;

/// <summary>What the check needs of an event's canonical text.</summary>
internal ref struct EventMembers
{
    private static readonly byte[][] _names =
    [
        [.. "at"u8],
        [.. "body"u8],
        [.. "centre"u8],
        [.. "position"u8],
        [.. "stream"u8],
        [.. "type"u8],
        [.. "version"u8],
        [.. "gaps"u8],
        [.. "raw"u8],
    ];

    private const int NeededOnce = (1 << (int)Member.Gaps) - 1;

    private int _seen;

    // In the order of the names; an event has all those before Gaps, once each.
    private enum Member
    {
        At,
        Body,
        Centre,
        Position,
        Stream,
        Type,
        Version,
        Gaps,
        Raw,
        Other,
    }

    /// <summary>Instant as text.</summary>
    public string? At { get; private set; }

    /// <summary>Body as JSON.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>Position.</summary>
    public long Position { get; private set; }

    /// <summary>Stream key.</summary>
    public string? Stream { get; private set; }

    /// <summary>Stored name.</summary>
    public string? Type { get; private set; }

    /// <summary>Place in the stream.</summary>
    public long Version { get; private set; }

    /// <summary>Reads a text.</summary>
    /// <param name="text">Canonical text, UTF-8.</param>
    /// <param name="centre">The centre that it must belong to.</param>
    /// <returns>False when it is not of an event of that centre, or a member is missing or occurs twice.</returns>
    /// <exception cref="InvalidOperationException">A member is of another kind.</exception>
    /// <exception cref="FormatException">A number does not fit.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public bool TryRead(ReadOnlySpan<byte> text, string centre)
    {
        var json = new Utf8JsonReader(text);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var which = (Member)StoredJson.Which(ref json, _names);
            json.Read();
            if (!TryTake(which, ref json, text, centre))
            {
                return false;
            }
        }

        return !json.Read() && _seen == NeededOnce && At is not null && Stream is not null && Type is not null;
    }

    private bool TryTake(Member which, ref Utf8JsonReader json, ReadOnlySpan<byte> text, string centre)
    {
        var bit = which == Member.Other ? 0 : 1 << (int)which;
        if ((_seen & bit) != 0)
        {
            return false;
        }

        _seen |= bit;
        switch (which)
        {
            case Member.At:
                At = json.GetString();
                break;
            case Member.Body:
                var from = (int)json.TokenStartIndex;
                json.Skip();
                Body = text[from..(int)json.BytesConsumed];
                break;
            case Member.Centre:
                return json.ValueTextEquals(centre);
            case Member.Position:
                Position = json.GetInt64();
                break;
            case Member.Stream:
                Stream = json.GetString();
                break;
            case Member.Type:
                Type = json.GetString();
                break;
            case Member.Version:
                Version = json.GetInt64();
                break;
            default:
                json.Skip();
                break;
        }

        return true;
    }
}
