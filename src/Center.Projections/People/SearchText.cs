using System;
using System.Linq;
using System.Text;

namespace Center.Projections.People;

/// <summary>What counts as the same name, phone or card when somebody is looked up.</summary>
public static class SearchText
{
    private const int MainlandMobileLength = 11;

    /// <summary>The form that is hashed, or null when the field is not searched by or nothing is left of the text.</summary>
    /// <param name="field"><c>name</c>, <c>phone</c> or <c>card</c>; others are not searched by.</param>
    /// <param name="text">What was typed.</param>
    public static string? Normalise(string field, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)); // a lone surrogate cannot be normalised
        var folded = wellFormed.Normalize(NormalizationForm.FormKC).Trim();
        var normalised = field switch
        {
            "name" => string.Concat(folded.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant(),
            "phone" => Phone(folded),
            "card" => folded.ToUpperInvariant(),
            _ => string.Empty,
        };
        return normalised.Length == 0 ? null : normalised;
    }

    private static string Phone(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var cut =
            text.StartsWith("+86", StringComparison.Ordinal) ? 2
            : digits.StartsWith("0086", StringComparison.Ordinal) ? 4
            : digits.Length == MainlandMobileLength + 2 && digits.StartsWith("861", StringComparison.Ordinal) ? 2
            : 0;
        return digits[cut..];
    }
}
