using System.Globalization;
using System.Resources;

namespace Center.Api.Notifications;

/// <summary>What notices say; in <c>NoticeTexts.resx</c> (Chinese) and <c>NoticeTexts.en.resx</c>.</summary>
internal static class NoticeTexts
{
    private static readonly ResourceManager _texts = new(typeof(NoticeTexts));

    /// <summary>A text with its places filled.</summary>
    /// <param name="language"><c>zh-CN</c> or <c>en</c>.</param>
    /// <param name="key">Name of the text.</param>
    /// <param name="values">What stands in its places.</param>
    public static string In(string language, string key, params object[] values)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return string.Format(culture, _texts.GetString(key, culture)!, values);
    }
}
