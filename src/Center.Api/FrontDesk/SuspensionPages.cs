using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.FrontDesk.Pages;
using Center.Api.People;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Access;
using Center.Projections.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.FrontDesk;

/// <summary>Everybody who is suspended now: since when, until when, why; and mercy.</summary>
internal static class SuspensionPages
{
    private const int MostListed = 200;

    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = DeskPages.Group(app);
        pages.MapGet("/desk/suspensions", ShowAsync).Requires(Permission.ActOnAllBookings);
        pages.MapPost("/desk/suspensions", LiftAsync).Requires(Permission.ActOnAllBookings);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, DeskReads reads, Suspensions suspensions)
    {
        var (view, _) = await reads.OpenAsync(http);
        var notice = http.Request.Query["did"] == DeskAct.Lift ? new DeskNotice(DeskAct.Lift) : null;
        return await PageAsync(http, view with { Notice = notice }, reads, suspensions);
    }

    private static async Task<IResult> LiftAsync(
        HttpContext http,
        PageForms forms,
        DeskReads reads,
        Suspensions suspensions,
        CommandDoor door
    )
    {
        var form = await forms.ReadAsync(http);
        var person = Guid.TryParse(form.Text("do"), out var id)
            ? id
            : throw new RefusedException("not-found", "There is no such person.");
        var lifting = StandingEndpoints.Lifting(person, form.Text($"reason-{person}"));
        var answer = await door.AnswerAsync(form.Hash, form.Once is { } once ? $"{once} {person}" : null, lifting);
        if (await answer.RefusalAsync() is not { } refusal)
        {
            return Results.LocalRedirect($"/desk/suspensions?did={DeskAct.Lift}");
        }

        var (view, _) = await reads.OpenAsync(http);
        var notice = new DeskNotice(DeskAct.Lift, Refusal: refusal);
        return await PageAsync(http, view with { Notice = notice }, reads, suspensions);
    }

    // The list follows the log; each person on it is read from the stream, so one's own act is seen at once.
    private static async Task<IResult> PageAsync(
        HttpContext http,
        DeskView view,
        DeskReads reads,
        Suspensions suspensions
    )
    {
        var rows = await suspensions.StandingAsync(Caller.Of(http).Centre, view.Now, MostListed, http.RequestAborted);
        var shown = new List<DeskSuspension>();
        foreach (var row in rows)
        {
            var person = await reads.PersonAsync(http, view, Guid.Parse(row.Id));
            if (person.SuspendedUntil is { } until && person.Id.ToString() == row.Id)
            {
                shown.Add(new DeskSuspension(person, row.Since, until));
            }
        }

        return PageAnswer.Show<SuspensionsPage>(
            http,
            DeskShowing.StatusOf(view.Notice),
            new { View = view, Suspended = shown }
        );
    }
}

/// <summary>Somebody who is suspended.</summary>
/// <param name="Person">Who.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when, exclusive.</param>
public sealed record DeskSuspension(DeskPerson Person, DateTimeOffset Since, DateTimeOffset Until);
