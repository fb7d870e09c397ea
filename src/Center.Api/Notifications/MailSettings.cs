using System;
using System.Linq;
using Center.Api.Plumbing;
using MailKit.Security;
using Microsoft.Extensions.Configuration;
using MimeKit;

namespace Center.Api.Notifications;

/// <summary>What the operator can set about e-mail. Without a host none is sent, and none is kept to be sent later.</summary>
internal sealed record MailSettings
{
    /// <summary>Most times that one e-mail is tried; with the pauses of <see cref="PauseAfter"/> some four days.</summary>
    public const int MostAttempts = 24;

    private const int LongestPauseDoublings = 20;
    private static readonly TimeSpan _longestPause = TimeSpan.FromHours(6);

    /// <summary>Name of the mail server (<c>Center__Mail__Host</c>), or null: no e-mail.</summary>
    public string? Host { get; init; }

    /// <summary>Its port (<c>Center__Mail__Port</c>).</summary>
    public int Port { get; init; }

    /// <summary>Sender (<c>Center__Mail__From</c>): an address, or a name with an address in angle brackets.</summary>
    public MailboxAddress? From { get; init; }

    /// <summary>Who signs in there (<c>Center__Mail__User</c>), or null: nobody.</summary>
    public string? User { get; init; }

    /// <summary>With which password (<c>Center__Mail__Password</c>).</summary>
    public string? Password { get; init; }

    /// <summary>How the connection is sealed (<c>Center__Mail__Tls</c>: <c>starttls</c>, <c>tls</c> or <c>none</c>).</summary>
    public SecureSocketOptions Tls { get; init; }

    /// <summary>Pause after the first failure (<c>Center__Mail__FirstPauseSeconds</c>); it doubles each time.</summary>
    public TimeSpan FirstPause { get; init; }

    /// <summary>How long to wait after so many failures: twice as long each time, at most six hours.</summary>
    /// <param name="failures">At least 1.</param>
    public TimeSpan PauseAfter(int failures)
    {
        var doubled = FirstPause * Math.Pow(2, Math.Min(failures - 1, LongestPauseDoublings));
        return doubled < _longestPause ? doubled : _longestPause;
    }

    /// <exception cref="StartupFailure">A setting makes no sense.</exception>
    public static MailSettings Of(IConfiguration configuration)
    {
        var mail = configuration.GetSection("Center:Mail");
        if (string.IsNullOrWhiteSpace(mail["Host"]))
        {
            return new MailSettings();
        }

        var tls = TlsOf(mail["Tls"]);
        return new MailSettings
        {
            Host = mail["Host"],
            Port = Number(mail, "Port", tls == SecureSocketOptions.SslOnConnect ? 465 : 587, 65_535),
            From =
                MailboxAddress.TryParse(mail["From"], out var from)
                && from.Address.Contains('@', StringComparison.Ordinal)
                    ? from
                    : throw new StartupFailure(
                        "Center__Mail__From is the sender of e-mails, for example Centre <centre@example.org>."
                    ),
            User = string.IsNullOrWhiteSpace(mail["User"]) ? null : mail["User"],
            Password = mail["Password"],
            Tls = tls,
            FirstPause = TimeSpan.FromSeconds(Number(mail, "FirstPauseSeconds", 60, 3600)),
        };
    }

    private static SecureSocketOptions TlsOf(string? tls) =>
        tls switch
        {
            null or "" or "starttls" => SecureSocketOptions.StartTls,
            "tls" => SecureSocketOptions.SslOnConnect,
            "none" => SecureSocketOptions.None,
            _ => throw new StartupFailure("Center__Mail__Tls is starttls, tls or none."),
        };

    private static int Number(IConfiguration mail, string name, int otherwise, int most)
    {
        var text = mail[name];
        return string.IsNullOrWhiteSpace(text) ? otherwise
            : text.All(char.IsAsciiDigit) && int.TryParse(text, out var number) && number >= 1 && number <= most
                ? number
            : throw new StartupFailure($"Center__Mail__{name} is a number from 1 to {most}.");
    }
}
