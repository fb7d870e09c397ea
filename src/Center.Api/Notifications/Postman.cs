using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Center.Api.Notifications;

/// <summary>What came of handing a letter to the mail server.</summary>
internal enum Posting
{
    /// <summary>The server has taken it.</summary>
    Taken,

    /// <summary>The server will not take it, now or later.</summary>
    Refused,

    /// <summary>It may be taken later. Whether it was taken now is not certain when the connection broke at the end.</summary>
    Later,
}

/// <summary>
/// Hands letters to the mail server. What the server says may repeat the address, so nothing of it goes into logs: only the
/// kind of failure and the server's number.
/// </summary>
/// <param name="settings">Where the server is.</param>
/// <param name="log">Where failures go.</param>
internal sealed partial class Postman(MailSettings settings, ILogger<Postman> log)
{
    private const int PatienceMilliseconds = 30_000;

    public async Task<Posting> PostAsync(MimeMessage letter, Guid cause)
    {
        using var patience = new CancellationTokenSource(2 * PatienceMilliseconds);
        using var server = new SmtpClient { Timeout = PatienceMilliseconds };
        try
        {
            await server.ConnectAsync(settings.Host!, settings.Port, settings.Tls, patience.Token);
            if (settings.User is { } user)
            {
                await server.AuthenticateAsync(user, settings.Password ?? string.Empty, patience.Token);
            }

            await server.SendAsync(letter, patience.Token);
        }
        catch (SmtpCommandException refused) when (IsAboutTheLetter(refused))
        {
            LogRefused(cause, (int)refused.StatusCode);
            return Posting.Refused;
        }
        catch (Exception failed) when (IsPassing(failed))
        {
            LogFailed(cause, failed.GetType().Name, (int?)(failed as SmtpCommandException)?.StatusCode);
            return Posting.Later;
        }

        await LeaveAsync(server);
        return Posting.Taken;
    }

    // The letter is taken; a server that hangs up without a word takes nothing back.
    private async Task LeaveAsync(SmtpClient server)
    {
        using var patience = new CancellationTokenSource(PatienceMilliseconds);
        try
        {
            await server.DisconnectAsync(quit: true, patience.Token);
        }
        catch (Exception failed) when (IsPassing(failed))
        {
            LogHungUp(failed.GetType().Name);
        }
    }

    private static bool IsAboutTheLetter(SmtpCommandException refused) =>
        (int)refused.StatusCode >= 500
        && refused.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted;

    private static bool IsPassing(Exception failed) =>
        failed
            is ProtocolException
                or CommandException
                or ServiceNotConnectedException
                or ServiceNotAuthenticatedException
                or AuthenticationException
                or SslHandshakeException
                or SocketException
                or IOException
                or TimeoutException
                or NotSupportedException
                or OperationCanceledException;

    [LoggerMessage(LogLevel.Warning, "The mail server refuses the notice of event {Cause} for good ({Status})")]
    private partial void LogRefused(Guid cause, int status);

    [LoggerMessage(LogLevel.Warning, "The notice of event {Cause} could not be sent now: {Failure} {Status}")]
    private partial void LogFailed(Guid cause, string failure, int? status);

    [LoggerMessage(LogLevel.Debug, "The mail server hung up after taking a letter: {Failure}")]
    private partial void LogHungUp(string failure);
}
