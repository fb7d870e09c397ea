using System;

namespace Center.Domain.Audit;

/// <summary>Base64 of RFC 4648, section 4, with one spelling for each value: no white space, no stray bits.</summary>
internal static class StrictBase64
{
    public static bool TryRead(string? text, Span<byte> bytes, out int length)
    {
        length = 0;
        return text is not null
            && Convert.TryFromBase64String(text, bytes, out length)
            && Convert.ToBase64String(bytes[..length]) == text;
    }

    /// <summary>The bytes, or null when the text is no such base64.</summary>
    public static byte[]? Read(string text)
    {
        var bytes = new byte[text.Length];
        return TryRead(text, bytes, out var length) ? bytes[..length] : null;
    }
}
