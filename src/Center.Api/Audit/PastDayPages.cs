using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Audit.Pages;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Api.Statistics.Pages;
using Center.Domain.Access;
using Center.Domain.Facilities;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Audit;

/// <summary>The board of today's page, of any moment of the past.</summary>
internal static class PastDayPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = AuditPages.Group(app);
        pages.MapGet("/audit/day", ShowAsync).Requires(Permission.Replay);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, PastDays days) =>
        PageAnswer.Show<PastDayPage>(http, 200, new { Day = await days.ReadAsync(http) });
}

/// <summary>Reads what the page shows.</summary>
/// <param name="reads">Reads the definition.</param>
/// <param name="past">Knows moments.</param>
/// <param name="boards">Makes boards.</param>
/// <param name="log">Events by position.</param>
/// <param name="clock">Says what now is.</param>
internal sealed class PastDays(AuditReads reads, PastReads past, DayBoards boards, EventLog log, TimeProvider clock)
{
    private const int MostEvents = 50;

    /// <summary>The day as it stood at the moment that the address names.</summary>
    /// <exception cref="RefusedException">503 <c>overloaded</c>: too many look at the past now.</exception>
    public async Task<PastDay> ReadAsync(HttpContext http)
    {
        var (centre, stopping) = (Caller.Of(http).Centre, http.RequestAborted);
        var book = await reads.BookAsync(http);
        var ask = PastDayAsk.Of(http.Request.Query, book.Zone.LocalOf(clock.GetUtcNow()), book);
        var instant = book.Zone.InstantOf(ask.Date, ask.At);
        if (await MomentAsync(centre, instant, stopping) is not { } moment)
        {
            return new PastDay(book, ask, null, null, []);
        }

        var board = await boards.AsOfAsync(centre, moment, stopping);
        return new PastDay(
            book,
            ask,
            Of(board, ask.Site),
            moment,
            await BeforeAsync(centre, moment, instant, stopping)
        );
    }

    private async Task<LogMoment?> MomentAsync(string centre, DateTimeOffset instant, CancellationToken stopping)
    {
        try
        {
            return await past.MomentAsync(centre, instant, stopping);
        }
        catch (RefusedException refused) when (refused.Refusal.Code == "invalid-value")
        {
            // In the future, or before the first event: the page says so beside the slider that leads elsewhere.
            return null;
        }
    }

    private static DayBoard Of(DayBoard board, string site) =>
        site.Length == 0 ? board : board with { Places = [.. board.Places.Where(place => place.Site == site)] };

    private async Task<IReadOnlyList<StoredEvent>> BeforeAsync(
        string centre,
        LogMoment moment,
        DateTimeOffset instant,
        CancellationToken stopping
    )
    {
        var filter = new EventFilter
        {
            After = Math.Max(0, moment.Position - MostEvents),
            To = moment.Position,
            From = instant.AddMinutes(-PastDayAsk.Step),
        };
        return await log.NewestFirstAsync(centre, filter, MostEvents, stopping);
    }
}
