using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Domain.Bookings;
using Center.Projections.EventStore;
using Center.Projections.Facilities;
using Center.Projections.People;
using Marten;
using Microsoft.Extensions.Logging;
using MimeKit;
using Npgsql;

namespace Center.Api.Notifications;

/// <summary>Finds out what a notice says and to whom, at the moment of sending, and sends it.</summary>
public sealed partial class NoticeDelivery
{
    private readonly MailSettings _settings;
    private readonly Postman _postman;
    private readonly IDocumentStore _store;
    private readonly NpgsqlDataSource _source;
    private readonly VaultKey _vaultKey;
    private readonly TimeProvider _clock;
    private readonly ILogger<NoticeDelivery> _log;

    internal NoticeDelivery(
        MailSettings settings,
        Postman postman,
        IDocumentStore store,
        NpgsqlDataSource source,
        VaultKey vaultKey,
        TimeProvider clock,
        ILogger<NoticeDelivery> log
    )
    {
        (_settings, _postman, _store, _source) = (settings, postman, store, source);
        (_vaultKey, _clock, _log) = (vaultKey, clock, log);
    }

    /// <summary>Sends a notice.</summary>
    /// <param name="due">The notice.</param>
    /// <returns>When to try again; null when it is dealt with: sent, nobody to send it to, or given up.</returns>
    public async Task<TimeSpan?> SendAsync(NoticeDue due)
    {
        ArgumentNullException.ThrowIfNull(due);
        if (_settings.Host is null)
        {
            // Written by a node, or before a start, that sent e-mails; this one does not.
            return null;
        }

        try
        {
            var posted = await WriteAsync(due) is { } letter
                ? await _postman.PostAsync(letter, due.Event)
                : Posting.Taken;
            return posted == Posting.Later ? Again(due) : null;
        }
        catch (VaultUnreadableException)
        {
            LogVault(due.Event);
            return null;
        }
        catch (Exception lost) when (DatabaseFailure.IsPassing(lost))
        {
            LogDatabase(lost);
            return Again(due);
        }
    }

    private TimeSpan? Again(NoticeDue due)
    {
        if (due.Failures + 1 < MailSettings.MostAttempts)
        {
            return _settings.PauseAfter(due.Failures + 1);
        }

        LogGivenUp(due.Event, MailSettings.MostAttempts);
        return null;
    }

    private async Task<MimeMessage?> WriteAsync(NoticeDue due)
    {
        await using var session = _store.QuerySession(due.Centre);
        var events = await session.Events.FetchStreamAsync(due.Stream, due.Version);
        if (events is not [.., var last] || last.Id != due.Event)
        {
            return null;
        }

        var before = events.SkipLast(1).Aggregate(Booking.Initial, (state, e) => Booking.Evolve(state, e.Data));
        var now = _clock.GetUtcNow();
        if (
            NoticeKinds.Of(before, last.Data) is not { } kind
            || Booking.Evolve(before, last.Data).Terms is not { Person: { } person } terms
            || (kind is NoticeKind.Confirmed or NoticeKind.Approved && terms.Window.End <= now)
        )
        {
            return null;
        }

        await using var connection = await _source.OpenConnectionAsync();
        var to = await Addressee.OfAsync(session, connection, _vaultKey, person, default);
        var book = await _source.BookAsync(_store, due.Centre, default);
        return to is null ? null : NoticeLetter.Write(_settings.From!, to, kind, terms, book, due.Event, now);
    }

    [LoggerMessage(LogLevel.Error, "The notice of event {Cause} was given up after {Attempts} attempts")]
    private partial void LogGivenUp(Guid cause, int attempts);

    [LoggerMessage(LogLevel.Error, "The notice of event {Cause} is not sent: the vault does not open")]
    private partial void LogVault(Guid cause);

    [LoggerMessage(LogLevel.Warning, "A notice is sent later: the database did not answer")]
    private partial void LogDatabase(Exception lost);
}
