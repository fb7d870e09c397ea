using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

internal sealed partial class ObjectReader
{
    /// <summary>What is wrong with a text that is no code.</summary>
    public const string NoCode = "must be a code: lower-case letters, digits, - and _, at most 100";

    private const int LongestCode = 100;
    private const int LongestText = 1000;

    public string Text(string name) => OptionalText(name, required: true) ?? string.Empty;

    public string? OptionalText(string name, bool required = false) =>
        Ask(name, required) is { } element
            ? Checked(name, element, IsText, "must be a text of 1 to 1000 characters")
            : null;

    public string Code(string name) => OptionalCode(name, required: true) ?? string.Empty;

    public string? OptionalCode(string name, bool required = false) =>
        Ask(name, required) is { } element ? Checked(name, element, IsCode, NoCode) : null;

    /// <summary>Codes in a list, none twice.</summary>
    public ValueList<string> Codes(string name)
    {
        var codes = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (text, place) in Texts(name, required: false).Select(item => (item.Text, item.Place)))
        {
            if (!IsCode(text))
            {
                ComplainAt(place, NoCode);
            }
            else if (!seen.Add(text))
            {
                ComplainAt(place, "is given twice");
            }
            else
            {
                codes.Add(text);
            }
        }

        return codes.ToValueList();
    }

    public int Whole(string name, int least, int most) => OptionalWhole(name, least, most, required: true) ?? least;

    public int? OptionalWhole(string name, int least, int most, bool required = false)
    {
        if (Ask(name, required) is not { } element)
        {
            return null;
        }

        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) && Within(number))
        {
            return number;
        }

        Complain(name, $"must be a whole number from {Say(least)} to {Say(most)}");
        return null;

        bool Within(int value) => value >= least && value <= most;
    }

    public bool Flag(string name) => OptionalFlag(name, required: true) ?? false;

    public bool? OptionalFlag(string name, bool required = false)
    {
        if (Ask(name, required) is not { } element)
        {
            return null;
        }

        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return element.GetBoolean();
        }

        Complain(name, "must be true or false");
        return null;
    }

    public T Choice<T>(string name)
        where T : struct, Enum => OptionalChoice<T>(name, required: true) ?? default;

    public T? OptionalChoice<T>(string name, bool required = false)
        where T : struct, Enum
    {
        if (Ask(name, required) is not { } element)
        {
            return null;
        }

        var text = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (Kebab(value) == text)
            {
                return value;
            }
        }

        Complain(name, $"must be one of {string.Join(", ", Enum.GetValues<T>().Select(Kebab))}");
        return null;
    }

    public DateOnly Date(string name) => OptionalDate(name, required: true) ?? DateOnly.MinValue;

    public DateOnly? OptionalDate(string name, bool required = false)
    {
        if (Ask(name, required) is not { } element)
        {
            return null;
        }

        if (element.ValueKind == JsonValueKind.String && DateOf(element.GetString()!) is { } date)
        {
            return date;
        }

        Complain(name, "must be a date such as 2018-11-26");
        return null;
    }

    public LocalizedText Localized(string name) => OptionalLocalized(name, required: true) ?? LocalizedText.Chinese("");

    public LocalizedText? OptionalLocalized(string name, bool required = false)
    {
        if (Object(name, required) is not { _isObject: true } texts)
        {
            return null;
        }

        var pairs = texts.Names.Select(tag => KeyValuePair.Create(tag, texts.Text(tag))).ToList();
        foreach (var (tag, _) in pairs.Where(pair => !IsLanguage(pair.Key)))
        {
            texts.Complain(tag, "is not a language tag such as zh-CN");
        }

        if (pairs.Count == 0)
        {
            texts.Complain("must hold a text in at least one language");
        }

        return new LocalizedText(pairs);
    }

    public static DateOnly? DateOf(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;

    private string? Checked(string name, JsonElement element, Func<string, bool> check, string reason)
    {
        if (element.ValueKind == JsonValueKind.String && element.GetString() is { } text && check(text))
        {
            return text;
        }

        Complain(name, reason);
        return null;
    }

    private static bool IsText(string text) =>
        text.Length <= LongestText && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);

    /// <summary>Whether a text is a code: lower-case letters, digits, - and _, at most 100.</summary>
    public static bool IsCode(string text) =>
        text.Length is > 0 and <= LongestCode
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');

    private static bool IsLanguage(string tag) =>
        tag.Split('-') is var subtags
        && subtags[0].Length is 2 or 3
        && subtags.All(subtag => subtag.Length is > 0 and <= 8 && subtag.All(char.IsAsciiLetterOrDigit));

    private static string Kebab<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static string Say(int number) => number.ToString(CultureInfo.InvariantCulture);
}
