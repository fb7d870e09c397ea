using System;
using System.Text.Json;

namespace Center.Projections.EventStore;

/// <summary>Writes events in their canonical form (see <see cref="EventLeaf"/>), one after another in the same lent memory.</summary>
internal sealed class CanonicalEvent : IDisposable
{
    private const int LengthOfId = 36;

    // One level less than a reader of the whole follows, which has braces around it.
    private static readonly JsonReaderOptions _body = new() { MaxDepth = 63 };

    private readonly CanonicalHeaders _headers = new();
    private readonly CanonicalText _text = new();

    /// <summary>The metadata of the event that was written last.</summary>
    public CanonicalHeaders Headers => _headers;

    /// <summary>Where the position stands in what was written last.</summary>
    public Range Position { get; private set; }

    /// <summary>Writes an event.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="page">The page that it lies in.</param>
    /// <param name="index">Its place in the page.</param>
    /// <returns>UTF-8, valid until the next is written.</returns>
    /// <exception cref="FormatException">Something in the row has no canonical form.</exception>
    /// <exception cref="InvalidOperationException">The metadata are no object, or a text in the row is no Unicode.</exception>
    /// <exception cref="JsonException">Body or metadata are nested too deep.</exception>
    public ReadOnlySpan<byte> Write(string centre, EventPage page, int index)
    {
        ref readonly var e = ref page[index];
        _headers.Read(page.TextOf(e.Headers));
        _text.Clear();
        _text.Raw("{"u8);
        WriteText(page, "actor"u8, e.Actor);
        WriteInstant("at"u8, e.At);
        _text.Name("body"u8);
        _text.Write(page.TextOf(e.Data), _body);
        WriteText(page, "causation"u8, e.Causation);
        _text.Name("centre"u8);
        _text.Write(centre);
        _headers.Write(_text, CanonicalHeaders.Channel);
        WriteText(page, "correlation"u8, e.Correlation);
        WriteId("id"u8, e.Id);
        _headers.Write(_text, CanonicalHeaders.OnBehalfOf);
        _headers.Write(_text, CanonicalHeaders.Policy);
        Position = WriteNumber("position"u8, e.Position);
        _headers.Write(_text, CanonicalHeaders.Request);
        _headers.Write(_text, CanonicalHeaders.Role);
        WriteText(page, "stream"u8, e.Stream);
        WriteText(page, "type"u8, e.Type);
        WriteNumber("version"u8, e.Version);
        _text.Raw("}"u8);
        return _text.Written;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _headers.Dispose();
        _text.Dispose();
    }

    private void WriteText(EventPage page, ReadOnlySpan<byte> name, Range? text)
    {
        if (text is { } known)
        {
            _text.Name(name);
            _text.Write(page.TextOf(known));
        }
    }

    private void WriteInstant(ReadOnlySpan<byte> name, DateTimeOffset instant)
    {
        Span<byte> text = stackalloc byte[Instants.Longest];
        _text.Name(name);
        _text.Write(text[..Instants.Write(instant, text)]);
    }

    private void WriteId(ReadOnlySpan<byte> name, Guid id)
    {
        Span<byte> text = stackalloc byte[LengthOfId];
        id.TryFormat(text, out _);
        _text.Name(name);
        _text.Write(text);
    }

    private Range WriteNumber(ReadOnlySpan<byte> name, long value)
    {
        _text.Name(name);
        var start = _text.Length;
        _text.Write(value);
        return start.._text.Length;
    }
}
