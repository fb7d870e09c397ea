using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace Center.Projections.Audit.Bundles;

/// <summary>
/// The container of a bundle: POSIX ustar (IEEE 1003.1), which every system unpacks, with one spelling for each name and
/// size, so that no byte of it can be changed unseen.
/// </summary>
internal static class TarBlocks
{
    /// <summary>Bytes of a block.</summary>
    public const int Length = 512;

    /// <summary>Blocks of zeros at the end.</summary>
    public const int EndBlocks = 2;

    private const int NameLength = 100;
    private const int SizeAt = 124;
    private const int SizeDigits = 11;
    private const int SumAt = 148;
    private const int SumLength = 8;
    private const int OctalBits = 3;

    /// <summary>The header of a file.</summary>
    /// <param name="name">ASCII, at most 100 characters.</param>
    /// <param name="size">Bytes of the file, below 8 GiB.</param>
    public static byte[] Header(string name, long size)
    {
        if (name.Length is 0 or > NameLength || size < 0 || size >> (SizeDigits * OctalBits) != 0)
        {
            throw new ArgumentException($"'{name}' of {size} bytes does not fit into a tar.", nameof(name));
        }

        var block = new byte[Length];
        Put(block, 0, name);
        Put(block, 100, "0000644\0" + "0000000\0" + "0000000\0"); // mode, owner, group
        Put(block, SizeAt, Octal(size, SizeDigits) + "\0");
        Put(block, 136, "00000000000\0"); // time of change
        Put(block, SumAt, new string(' ', SumLength));
        Put(block, 156, "0"); // an ordinary file
        Put(block, 257, "ustar\0" + "00");
        var sum = 0;
        foreach (var value in block)
        {
            sum += value;
        }

        Put(block, SumAt, Octal(sum, 6) + "\0 ");
        return block;
    }

    /// <summary>Zeros that fill the last block of a file.</summary>
    /// <param name="size">Bytes of the file.</param>
    public static int Padding(long size) => (int)((Length - (size % Length)) % Length);

    /// <summary>Reads a header that is exactly as <see cref="Header"/> writes it.</summary>
    /// <param name="block">The block.</param>
    /// <param name="name">Name of the file.</param>
    /// <param name="size">Bytes of the file.</param>
    public static bool TryRead(ReadOnlySpan<byte> block, out string name, out long size)
    {
        (name, size) = (string.Empty, 0);
        var field = block[..NameLength];
        var end = field.IndexOf((byte)0);
        var read = Encoding.Latin1.GetString(end < 0 ? field : field[..end]);
        var digits = Encoding.Latin1.GetString(block.Slice(SizeAt, SizeDigits));
        if (read.Length == 0 || !TryOctal(digits, out var length) || !block.SequenceEqual(Header(read, length)))
        {
            return false;
        }

        (name, size) = (read, length);
        return true;
    }

    /// <summary>Writes a file.</summary>
    /// <param name="output">The archive.</param>
    /// <param name="name">Name of the file.</param>
    /// <param name="content">Its bytes.</param>
    public static void Write(Stream output, string name, ReadOnlySpan<byte> content)
    {
        output.Write(Header(name, content.Length));
        output.Write(content);
        output.Write(new byte[Padding(content.Length)]);
    }

    private static void Put(byte[] block, int at, string text) => Encoding.Latin1.GetBytes(text, block.AsSpan(at));

    private static string Octal(long number, int digits) =>
        Convert.ToString(number, 8).PadLeft(digits, '0').ToString(CultureInfo.InvariantCulture);

    private static bool TryOctal(string digits, out long number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7')
            {
                return false;
            }

            number = (number << OctalBits) | (uint)(digit - '0');
        }

        return true;
    }
}
