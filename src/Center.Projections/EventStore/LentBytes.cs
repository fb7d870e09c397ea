using System;
using System.Buffers;

namespace Center.Projections.EventStore;

/// <summary>Bytes that are written one after another into lent memory.</summary>
internal sealed class LentBytes : IDisposable
{
    private const int Usual = 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Usual);
    private byte[] _spare = ArrayPool<byte>.Shared.Rent(Usual);

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>What was written so far; valid until more is written.</summary>
    public Span<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Writes bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Room for more; what is put there counts once <see cref="Advance"/> says so.</summary>
    /// <param name="length">Least bytes.</param>
    public Span<byte> Room(int length)
    {
        if (_bytes.Length - Length < length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + length, 2 * _bytes.Length));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(Length);
    }

    /// <summary>Counts what was put into <see cref="Room"/>.</summary>
    /// <param name="length">Number of bytes.</param>
    public void Advance(int length) => Length += length;

    /// <summary>Forgets what was written.</summary>
    public void Clear() => Length = 0;

    /// <summary>Memory for something that is done with at once; there is only one.</summary>
    /// <param name="length">Least bytes.</param>
    public Span<byte> Spare(int length)
    {
        if (_spare.Length < length)
        {
            ArrayPool<byte>.Shared.Return(_spare);
            _spare = ArrayPool<byte>.Shared.Rent(length);
        }

        return _spare;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        ArrayPool<byte>.Shared.Return(_spare);
        (_bytes, _spare) = ([], []);
    }
}
