using System;
using System.Buffers;
using System.Text;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>An event as it lies in the store (see <see cref="StoredEvent"/>), its texts as places in a page.</summary>
internal readonly record struct EventRow(
    long Position,
    Guid Id,
    Range Stream,
    long Version,
    Range Type,
    DateTimeOffset At,
    Range? Actor,
    Range? Correlation,
    Range? Causation,
    Range Data,
    Range Headers
);

/// <summary>
/// Events as they lie in the store, for whoever hashes many of them: their texts stay UTF-8, all in one piece of lent memory.
/// </summary>
internal sealed class EventPage : IDisposable
{
    private const int Usual = 4096;

    private EventRow[] _rows = [];
    private byte[] _texts = ArrayPool<byte>.Shared.Rent(Usual);
    private int _length;

    /// <summary>Number of events.</summary>
    public int Count { get; private set; }

    /// <summary>An event.</summary>
    /// <param name="index">Its place.</param>
    public ref readonly EventRow this[int index] => ref _rows[index];

    /// <summary>A text of one of the events.</summary>
    /// <param name="place">Where it lies.</param>
    public ReadOnlySpan<byte> TextOf(Range place) => _texts.AsSpan(0, _length)[place];

    /// <summary>Adds the current row.</summary>
    /// <param name="reader">Reader over <see cref="StoredEvent.Columns"/>.</param>
    public void Add(NpgsqlDataReader reader) =>
        Add(
            new EventRow(
                reader.GetInt64(0),
                reader.GetGuid(1),
                Take(reader, 2),
                reader.GetInt64(3),
                Take(reader, 4),
                new DateTimeOffset(reader.GetDateTime(5).ToUniversalTime(), TimeSpan.Zero),
                TakeAny(reader, 6),
                TakeAny(reader, 7),
                TakeAny(reader, 8),
                Take(reader, 9),
                Take(reader, 10)
            )
        );

    /// <summary>Adds an event.</summary>
    /// <param name="e">The event.</param>
    public void Add(StoredEvent e) =>
        Add(
            new EventRow(
                e.Position,
                e.Id,
                Take(e.Stream),
                e.Version,
                Take(e.Type),
                e.At,
                TakeAny(e.Actor),
                TakeAny(e.Correlation),
                TakeAny(e.Causation),
                Take(e.Data),
                Take(e.Headers)
            )
        );

    /// <summary>An event with texts of its own.</summary>
    /// <param name="index">Its place.</param>
    public StoredEvent Stored(int index)
    {
        ref readonly var e = ref this[index];
        return new StoredEvent(
            e.Position,
            e.Id,
            Text(e.Stream),
            e.Version,
            Text(e.Type),
            e.At,
            TextOrNone(e.Actor),
            TextOrNone(e.Correlation),
            TextOrNone(e.Causation),
            Text(e.Data),
            Text(e.Headers)
        );
    }

    /// <summary>Forgets the events, and keeps the memory for others.</summary>
    public void Clear() => (Count, _length) = (0, 0);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Clear();
        ArrayPool<byte>.Shared.Return(_texts);
        _texts = [];
    }

    private void Add(EventRow row)
    {
        if (Count == _rows.Length)
        {
            Array.Resize(ref _rows, Math.Max(1, 2 * Count));
        }

        _rows[Count++] = row;
    }

    private string Text(Range place) => Encoding.UTF8.GetString(TextOf(place));

    private string? TextOrNone(Range? place) => place is { } known ? Text(known) : null;

    private Range? TakeAny(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Take(reader, column);

    // A text that fills all the room that there is may go on.
    private Range Take(NpgsqlDataReader reader, int column)
    {
        var length = (int)reader.GetBytes(column, 0, _texts, _length, _texts.Length - _length);
        while (_length + length == _texts.Length)
        {
            Grow(2 * _texts.Length);
            length = (int)reader.GetBytes(column, 0, _texts, _length, _texts.Length - _length);
        }

        return Taken(length);
    }

    private Range? TakeAny(string? text) => text is null ? null : Take(text);

    private Range Take(string text)
    {
        var most = _length + Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most > _texts.Length)
        {
            Grow(Math.Max(most, 2 * _texts.Length));
        }

        return Taken(Encoding.UTF8.GetBytes(text, _texts.AsSpan(_length)));
    }

    private Range Taken(int length)
    {
        var place = _length..(_length + length);
        _length += length;
        return place;
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length);
        _texts.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_texts);
        _texts = larger;
    }
}
