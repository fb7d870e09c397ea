using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.People;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.FrontDesk;

/// <summary>What the form about a newcomer starts with.</summary>
/// <param name="Place">Code of the place that the person wants, or null.</param>
/// <param name="Card">Number of the card that the person gets; empty when there is none.</param>
public sealed record NewcomerAsk(string? Place, string Card);

/// <summary>
/// Whoever comes without a card: the age band is enough, and a place can be taken in the same go. Written down first, then
/// let in: who is refused a place is still known the next time.
/// </summary>
internal static class NewcomerPages
{
    private static readonly string[] _personal = ["name", "phone", "card"];

    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = DeskPages.Group(app);
        pages.MapGet("/desk/new", AskAsync).Requires(Permission.ActOnAllBookings);
        pages.MapPost("/desk/new", RegisterAsync).Requires(Permission.ActOnAllBookings);
    }

    private static Task<IResult> AskAsync(string? place, HttpContext http, DeskShowing showing) =>
        showing.NewcomerAsync(http, new NewcomerAsk(place, string.Empty));

    private static async Task<IResult> RegisterAsync(
        HttpContext http,
        PageForms forms,
        CommandDoor door,
        DeskActing acting,
        DeskShowing showing,
        DeskReads reads,
        PersonalReading known,
        VaultKey vaultKey
    )
    {
        var form = await forms.ReadAsync(http);
        if (await HolderAsync(http, form, known) is { } holder)
        {
            return Results.LocalRedirect($"/desk/people/{holder}");
        }

        var request = RequestOf(form);
        PersonalDetails.Check(request.Personal);
        var answer = await door.AnswerAsync(
            form.Hash,
            form.Once is { } once ? $"{once} register" : null,
            command => PeopleEndpoints.RegisterAsync(command, request, vaultKey)
        );
        if (await answer.RefusalAsync() is { } refusal)
        {
            var ask = new NewcomerAsk(null, form.Text("card"));
            return await showing.NewcomerAsync(http, ask, new DeskNotice(DeskAct.Newcomer, Refusal: refusal));
        }

        var person = DeskActing.IdIn(answer.Location)!.Value;
        return DeskAct.Read(form.Text("place")) is { Verb: DeskAct.WalkIn } act
            ? await LetInAsync(http, form, act, person, acting, showing)
            : Results.LocalRedirect($"/desk/people/{person}?did={DeskAct.Newcomer}");
    }

    private static async Task<IResult> LetInAsync(
        HttpContext http,
        PageForm form,
        DeskAct act,
        Guid person,
        DeskActing acting,
        DeskShowing showing
    )
    {
        var (booking, refusal) = await acting.RunAsync(http, form, act, person);
        return refusal is null
            ? Results.LocalRedirect($"/desk/bookings/{booking}?did={act.Verb}")
            : await showing.PersonAsync(http, person, null, DeskPages.NoticeOf(act, refusal));
    }

    // A card has one holder: whoever shows it again is not written down twice, unless this very form did it.
    private static async Task<string?> HolderAsync(HttpContext http, PageForm form, PersonalReading known)
    {
        var card = form.Text("card");
        var found =
            card.Length == 0 ? [] : await known.FindAsync(Caller.Of(http).Centre, "card", card, http.RequestAborted);
        return found is [var holder, ..] ? holder : null;
    }

    private static RegisterPersonRequest RequestOf(PageForm form)
    {
        var band = form.Text("age");
        var personal = _personal
            .Select(field => KeyValuePair.Create(field, form.Text(field)))
            .Where(pair => pair.Value.Length > 0)
            .ToDictionary();
        return new RegisterPersonRequest(
            Enum.GetValues<AgeBand>().Cast<AgeBand?>().FirstOrDefault(one => one!.Value.Code() == band)
                ?? throw new RefusedException("invalid-value", "There is no such age band.", "age"),
            Personal: personal.Count > 0 ? personal : null
        );
    }
}
