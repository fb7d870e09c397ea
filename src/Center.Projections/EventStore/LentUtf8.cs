using System;
using System.Buffers;
using System.Text;

namespace Center.Projections.EventStore;

/// <summary>A text as UTF-8 in lent memory, for a reader that is done with it at once.</summary>
internal readonly ref struct LentUtf8
{
    private readonly byte[] _lent;
    private readonly int _length;

    /// <summary>Writes the text.</summary>
    /// <param name="text">The text.</param>
    public LentUtf8(string text)
    {
        _lent = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length = Encoding.UTF8.GetBytes(text, _lent);
    }

    /// <summary>The bytes, until they are given back.</summary>
    public ReadOnlySpan<byte> Bytes => _lent.AsSpan(0, _length);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_lent);
}
