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

/// <summary>What is done for a person at the desk besides bookings: another card or number, and a way into the pages.</summary>
internal static class PersonPages
{
    /// <summary>What is told after details were changed.</summary>
    public const string Details = "details";

    private static readonly string[] _whole = ["name", "phone", "email"];

    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = DeskPages.Group(app);
        pages.MapPost("/desk/people/{id:guid}/details", ChangeAsync).Requires(Permission.ChangeDetails);
        pages.MapPost("/desk/people/{id:guid}/link", LinkAsync).Requires(Permission.MakeSignInLinks);
    }

    private static async Task<IResult> ChangeAsync(
        Guid id,
        HttpContext http,
        PageForms forms,
        CommandDoor door,
        DeskShowing showing,
        VaultKey vaultKey
    )
    {
        var form = await forms.ReadAsync(http);
        try
        {
            var change = DetailChanges.Changing(id, WantedIn(form), vaultKey);
            var answer = await door.AnswerAsync(form.Hash, form.Once, change);
            return await answer.RefusalAsync() is { } refusal
                ? await showing.PersonAsync(http, id, null, new DeskNotice(Details, Refusal: refusal))
                : Results.LocalRedirect($"/desk/people/{id}?did={Details}");
        }
        catch (RefusedException refused)
        {
            return await showing.PersonAsync(http, id, null, new DeskNotice(Details, Refusal: refused.Refusal));
        }
    }

    // The form shows what is known, so what is empty is meant to go; but it never shows a card.
    private static Dictionary<string, string> WantedIn(PageForm form)
    {
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in _whole)
        {
            wanted[name] = form.IsTooLong(name)
                ? throw new RefusedException("invalid-value", "The text is too long.", name)
                : form.Text(name);
        }

        var card = form.Text("card");
        if (card.Length > 0 || form.Text("card-lost").Length > 0)
        {
            wanted["card"] = card;
        }

        return wanted;
    }

    private static async Task<IResult> LinkAsync(
        Guid id,
        HttpContext http,
        PageForms forms,
        CommandDoor door,
        DeskReads reads,
        DeskShowing showing
    )
    {
        var form = await forms.ReadAsync(http);
        var (view, _) = await reads.OpenAsync(http);
        var making = SignInLinks.Making(id, SignInLinks.OriginOf(http.Request));
        var answer = await door.AnswerAsync(form.Hash, form.Once, making);
        if (await answer.RefusalAsync() is { } refusal)
        {
            return await showing.PersonAsync(http, id, null, new DeskNotice("link", Refusal: refusal));
        }

        // Sent twice, the form shows nothing the second time: a secret is told once.
        var link = answer.Reply?.Body as SignInLinkAnswer;
        return PageAnswer.Show<LinkPage>(
            http,
            StatusCodes.Status200OK,
            new
            {
                View = view,
                Person = await reads.PersonAsync(http, view, id),
                link?.Url,
                link?.ExpiresAt,
            }
        );
    }
}
