using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Center.Api.FrontDesk;

/// <summary>
/// What was scanned or typed into the one field of the desk, see decision 0025. A number of one or two digits chooses from
/// the page; an id is that of a booking or a person, also within an address; everything else is looked up.
/// </summary>
/// <param name="Text">The text without spaces around it, full-width characters made plain.</param>
internal sealed partial record DeskCode(string Text)
{
    private const int LongestNumber = 2;

    /// <summary>Number of hexadecimal digits of a booking's short code: the end of its id.</summary>
    public const int ShortLength = 6;

    /// <summary>Reads it; a scanner in a Chinese input method sends full-width digits.</summary>
    public static DeskCode Read(string text)
    {
        var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        return new DeskCode(wellFormed.Normalize(NormalizationForm.FormKC).Trim());
    }

    /// <summary>Whether there is nothing: whoever presses Enter alone wants what is due.</summary>
    public bool IsEmpty => Text.Length == 0;

    /// <summary>The number of a choice, or null.</summary>
    public int? Choice =>
        Text.Length is > 0 and <= LongestNumber && Text.All(char.IsAsciiDigit)
            ? int.Parse(Text, CultureInfo.InvariantCulture)
            : null;

    /// <summary>An id anywhere in the text, or null.</summary>
    public Guid? Id => Guid.TryParse(IdWithin().Match(Text).Value, out var id) ? id : null;

    /// <summary>The short code of a booking in lower case, or null.</summary>
    public string? Short =>
        Text.Length == ShortLength && Text.All(char.IsAsciiHexDigit) ? Text.ToLowerInvariant() : null;

    /// <summary>The short code of a booking, as it is printed.</summary>
    public static string ShortOf(Guid booking) => booking.ToString("N")[^ShortLength..].ToUpperInvariant();

    [GeneratedRegex("[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}")]
    private static partial Regex IdWithin();
}
