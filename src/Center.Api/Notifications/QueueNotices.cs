using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Projections.Access;
using Center.Projections.EventStore;
using Center.Projections.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Wolverine.Marten;

namespace Center.Api.Notifications;

/// <summary>
/// Follows the logs and writes a durable message for each event that somebody is told of, in the transaction that moves its
/// position on. Every node tries; one at a time gets the position. Does nothing where no mail server is set.
/// </summary>
/// <param name="settings">Whether e-mails are sent.</param>
/// <param name="ends">How far the logs are final.</param>
/// <param name="works">Opens transactions.</param>
/// <param name="source">Connections to the database.</param>
/// <param name="credentials">Which centres there are.</param>
/// <param name="services">Makes an outbox for each transaction.</param>
/// <param name="log">Where failures go.</param>
internal sealed partial class QueueNotices(
    MailSettings settings,
    FinalPositions ends,
    WorkFactory works,
    NpgsqlDataSource source,
    Credentials credentials,
    IServiceScopeFactory services,
    ILogger<QueueNotices> log
) : PacedService(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5))
{
    // What lies longer back is stale news: nobody is told after a week that a booking of then was confirmed.
    private static readonly TimeSpan _oldest = TimeSpan.FromDays(3);

    /// <summary>Begins at the end of the log as it is before anybody is served, so that nothing after it is missed.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Host is null)
        {
            return;
        }

        foreach (var centre in await credentials.CentresAsync(cancellationToken))
        {
            await BeginAsync(centre, cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task TurnAsync(CancellationToken stopping)
    {
        foreach (var centre in await credentials.CentresAsync(stopping))
        {
            var final = await BeginAsync(centre, stopping);
            while (await TakeAsync(centre, final, stopping)) { }
        }
    }

    private async Task<long> BeginAsync(string centre, CancellationToken stopping)
    {
        var final = await ends.NowAsync(centre, stopping);
        await NoticeLog.BeginAsync(source, centre, final, stopping);
        return final;
    }

    /// <summary>Does one page; tells whether there is more.</summary>
    private async Task<bool> TakeAsync(string centre, long final, CancellationToken stopping)
    {
        await using var scope = services.CreateAsyncScope();
        await using var work = await works.BeginAsync(
            centre,
            EventContext.System("notices", $"notices-{final}"),
            stopping
        );
        if (await NoticeLog.TakeAsync(work, final, stopping) is not { } taken)
        {
            return false;
        }

        var outbox = scope.ServiceProvider.GetRequiredService<IMartenOutbox>();
        outbox.Enroll(work.Session);
        foreach (var cause in taken.Causes.Where(cause => work.Now - cause.At < _oldest))
        {
            await outbox.PublishAsync(new NoticeDue(centre, cause.Event, cause.Stream, cause.Version, 0));
        }

        await work.CommitAsync();
        return !taken.AtEnd;
    }

    [LoggerMessage(LogLevel.Warning, "Notices are made later: the log cannot be read")]
    protected override partial void LogLost(Exception lost);
}
