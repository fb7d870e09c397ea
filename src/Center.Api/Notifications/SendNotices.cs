using System;
using System.Threading.Tasks;
using Wolverine;
using Wolverine.Attributes;

namespace Center.Api.Notifications;

/// <summary>A durable message: somebody is to be told of an event. It names nobody; who that is, is looked up when it is sent.</summary>
/// <param name="Centre">The centre (tenant).</param>
/// <param name="Event">Id of the event.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its place there.</param>
/// <param name="Failures">How often it was tried in vain.</param>
public sealed record NoticeDue(string Centre, Guid Event, string Stream, long Version, int Failures);

/// <summary>Sends notices, and tries again with growing pauses while the mail server cannot take them.</summary>
[WolverineHandler]
public static class SendNotices
{
    /// <summary>Sends one; safe to repeat, though the e-mail then goes out twice under one Message-ID.</summary>
    /// <param name="due">The notice.</param>
    /// <param name="delivery">Looks up and sends.</param>
    /// <param name="messages">Where the next try is written down.</param>
    public static async Task Handle(NoticeDue due, NoticeDelivery delivery, IMessageContext messages)
    {
        ArgumentNullException.ThrowIfNull(due);
        ArgumentNullException.ThrowIfNull(delivery);
        if (await delivery.SendAsync(due) is { } pause)
        {
            await messages.ScheduleAsync(due with { Failures = due.Failures + 1 }, pause);
        }
    }
}
