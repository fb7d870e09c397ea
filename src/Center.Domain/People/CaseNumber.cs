using System;
using System.Linq;

namespace Center.Domain.People;

/// <summary>
/// The number of a case in somebody else's books. It stays in the log for ever, so it has no room for a name, nor, by mistake,
/// for a telephone or identity number.
/// </summary>
public static class CaseNumber
{
    /// <summary>Most characters.</summary>
    public const int Longest = 40;

    /// <summary>Most digits in a row: a date has eight, a telephone number eleven.</summary>
    public const int MostDigits = 8;

    /// <summary>Whether a text is one: ASCII letters, digits, hyphens and slashes.</summary>
    /// <param name="text">The text.</param>
    public static bool Is(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= Longest
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '/')
            && LongestRunOfDigits(text) <= MostDigits;
    }

    private static int LongestRunOfDigits(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var letter in text)
        {
            run = char.IsAsciiDigit(letter) ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
