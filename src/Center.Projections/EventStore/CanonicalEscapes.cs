using System;
using System.Buffers;
using System.Buffers.Text;
using System.Linq;

namespace Center.Projections.EventStore;

/// <summary>Texts as canonical JSON has them (RFC 8785, 3.2.2.2): nothing is escaped that need not be.</summary>
internal static class CanonicalEscapes
{
    private static readonly SearchValues<byte> _escaped = SearchValues.Create([
        .. Enumerable.Range(0, ' ').Select(control => (byte)control),
        (byte)'"',
        (byte)'\\',
    ]);

    /// <summary>Writes a text between quotes.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="text">Well-formed UTF-8.</param>
    public static void Write(LentBytes output, ReadOnlySpan<byte> text)
    {
        output.Write("\""u8);
        for (var at = text.IndexOfAny(_escaped); at >= 0; at = text.IndexOfAny(_escaped))
        {
            output.Write(text[..at]);
            Escape(output, text[at]);
            text = text[(at + 1)..];
        }

        output.Write(text);
        output.Write("\""u8);
    }

    private static void Escape(LentBytes output, byte character)
    {
        var known = character switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'\b' => "\\b"u8,
            (byte)'\f' => "\\f"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\r' => "\\r"u8,
            (byte)'\t' => "\\t"u8,
            _ => default,
        };
        output.Write(known.IsEmpty ? "\\u00"u8 : known);
        if (known.IsEmpty)
        {
            Utf8Formatter.TryFormat(character, output.Room(2), out var written, new StandardFormat('x', 2));
            output.Advance(written);
        }
    }
}
