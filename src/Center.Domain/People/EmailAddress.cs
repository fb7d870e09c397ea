using System;
using System.Linq;

namespace Center.Domain.People;

/// <summary>What an e-mail address looks like, as far as that can be told without writing to it.</summary>
public static class EmailAddress
{
    /// <summary>Most characters (RFC 5321, 4.5.3.1.3, less the angle brackets).</summary>
    public const int Longest = 254;

    private const string Special = "()<>[]:;,\\\"@";

    /// <summary>
    /// Whether a text can be an address: one @, plain ASCII, a domain of at least two labels. Quoted names and addresses in
    /// other scripts (RFC 6531) are not taken, since many mail servers do not take them either.
    /// </summary>
    /// <param name="text">What was typed.</param>
    public static bool Is(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return text.Length <= Longest && at is > 0 and <= 64 && IsLocal(text[..at]) && IsDomain(text[(at + 1)..]);
    }

    private static bool IsLocal(string local) =>
        local.All(c => c is > ' ' and < '\u007f' && !Special.Contains(c, StringComparison.Ordinal))
        && local[0] != '.'
        && local[^1] != '.'
        && !local.Contains("..", StringComparison.Ordinal);

    private static bool IsDomain(string domain) =>
        domain.Split('.') is { Length: >= 2 } labels
        && labels.All(label =>
            label.Length is > 0 and <= 63
            && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            && label[0] != '-'
            && label[^1] != '-'
        );
}
