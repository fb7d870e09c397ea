using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Facilities;
using Center.Api.FrontDesk.Pages;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.FrontDesk;

/// <summary>
/// Closures of the site: what is closed, and for whoever may change facilities a form that first shows the bookings in the
/// way and only then closes.
/// </summary>
internal static class ClosurePages
{
    private const string Has = "closure-has-bookings";

    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = DeskPages.Group(app);
        pages.MapGet("/desk/closures", ShowAsync).Requires(Permission.ActOnAllBookings);
        pages.MapPost("/desk/closures", SendAsync).Requires(Permission.ActOnAllBookings);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, DeskReads reads)
    {
        var (view, _) = await reads.OpenAsync(http);
        var did = http.Request.Query["did"].ToString();
        var notice = did is "announce" or "withdraw" ? new DeskNotice(did) : null;
        return Page(http, view with { Notice = notice }, ClosureAsk.Usual(view), null);
    }

    private static async Task<IResult> SendAsync(
        HttpContext http,
        PageForms forms,
        DeskReads reads,
        CommandDoor door,
        ClosureActs acts
    )
    {
        var form = await forms.ReadAsync(http);
        var (view, _) = await reads.OpenAsync(http);
        if (form.Text("do").Split(' ') is ["withdraw", var facility, var text] && Guid.TryParse(text, out var id))
        {
            var key = form.Once is { } once ? $"{once} {id}" : null;
            var withdrawn = await door.AnswerAsync(form.Hash, key, ClosureActs.Withdraw(facility, id));
            return await AfterAsync(http, view, ClosureAsk.Usual(view), "withdraw", withdrawn, reads);
        }

        var ask = ClosureAsk.Of(form);
        try
        {
            var isFinal = form.Text("do") == "announce";
            var act = acts.Announce(ask.Facility, ask.RequestIn(view, isFinal));
            return isFinal
                ? await AfterAsync(
                    http,
                    view,
                    ask,
                    "announce",
                    await door.AnswerAsync(form.Hash, form.Once, act),
                    reads
                )
                : await CheckAsync(http, view, ask, await door.TryAnswerAsync(act), reads);
        }
        catch (RefusedException refused)
        {
            return Page(http, view with { Notice = new("announce", Refusal: refused.Refusal) }, ask, null);
        }
    }

    // Nothing is written: the bookings in the way are what a closure without cancelling is refused with.
    private static async Task<IResult> CheckAsync(
        HttpContext http,
        DeskView view,
        ClosureAsk ask,
        CommandAnswer tried,
        DeskReads reads
    )
    {
        var refusal = await tried.RefusalAsync();
        return refusal is null or { Code: Has }
            ? Page(http, view, ask, await AffectedAsync(http, view, refusal, reads))
            : Page(http, view with { Notice = new("announce", Refusal: refusal) }, ask, null);
    }

    private static async Task<IResult> AfterAsync(
        HttpContext http,
        DeskView view,
        ClosureAsk ask,
        string verb,
        CommandAnswer answer,
        DeskReads reads
    ) =>
        await answer.RefusalAsync() is { } refusal
            ? Page(
                http,
                view with
                {
                    Notice = new(verb, Refusal: refusal),
                },
                ask,
                refusal.Code == Has ? await AffectedAsync(http, view, refusal, reads) : null
            )
            : Results.LocalRedirect($"/desk/closures?did={verb}");

    private static async Task<List<DeskBooking>> AffectedAsync(
        HttpContext http,
        DeskView view,
        Refusal? refusal,
        DeskReads reads
    )
    {
        var affected = new List<DeskBooking>();
        foreach (var claim in refusal?.Data.GetValueOrDefault("bookings") as IReadOnlyList<LiveClaim> ?? [])
        {
            affected.Add(await reads.OneAsync(http, view, claim.Id.Value));
        }

        return affected;
    }

    private static IResult Page(HttpContext http, DeskView view, ClosureAsk ask, List<DeskBooking>? affected) =>
        PageAnswer.Show<ClosuresPage>(
            http,
            DeskShowing.StatusOf(view.Notice),
            new
            {
                View = view,
                Ask = ask,
                Closures = ClosuresOf(view),
                Affected = affected,
                MayClose = Caller.Of(http).May(Permission.EditFacilities, view.Site.Code),
            }
        );

    /// <summary>Closures of the site that are not over, soonest first.</summary>
    public static List<ClosureShown> ClosuresOf(DeskView view) =>
        [
            .. view
                .Book.Facilities.Where(facility => facility.Site == view.Site.Code)
                .SelectMany(facility =>
                    facility.Closures.Select(closure => new ClosureShown(
                        closure.Id.Value,
                        closure.Part ?? facility.Code,
                        facility.Code,
                        closure.Window,
                        closure.ReasonCode
                    ))
                )
                .Where(closure => closure.Window.End > view.Now)
                .OrderBy(closure => closure.Window.Start),
        ];
}
