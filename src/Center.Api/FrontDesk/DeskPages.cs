using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing.Pages;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.FrontDesk;

/// <summary>
/// The desk: one field that understands codes, and one form that all its buttons belong to. What is typed is sent by POST,
/// so that no card and no telephone number ever stands in an address, see decision 0025.
/// </summary>
internal static class DeskPages
{
    private static readonly string[] _told =
    [
        DeskAct.CheckIn,
        DeskAct.Undo,
        DeskAct.CheckOut,
        DeskAct.Approve,
        DeskAct.Decline,
        DeskAct.Cancel,
        DeskAct.WalkIn,
        DeskAct.Lift,
        DeskAct.Forgive,
        DeskAct.Newcomer,
        PersonPages.Details,
    ];

    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = Group(app);
        pages.MapGet("/desk", ShowAsync).Requires(Permission.ActOnAllBookings);
        pages.MapPost("/desk", SendAsync).Requires(Permission.ActOnAllBookings);
        pages.MapGet("/desk/people/{id:guid}", PersonAsync).Requires(Permission.ActOnAllBookings);
        pages.MapGet("/desk/bookings/{id:guid}", BookingAsync).Requires(Permission.ActOnAllBookings);
    }

    /// <summary>Pages for the staff of a desk; others who are known are told so.</summary>
    public static RouteGroupBuilder Group(IEndpointRouteBuilder app) =>
        app.MapGroup(string.Empty)
            .ExcludeFromDescription()
            .TellsRefusals(DeskShowing.RefusedAsync)
            .ShowsOthers(DeskShowing.NotYoursAsync);

    private static async Task<IResult> ShowAsync(HttpContext http, DeskShowing showing, DeskReads reads)
    {
        var booking = Guid.TryParse(http.Request.Query["booking"], out var id) ? id : (Guid?)null;
        var verb = ToldIn(http.Request);
        if (booking is null || verb is null)
        {
            return await showing.DeskAsync(http);
        }

        var (view, _) = await reads.OpenAsync(http);
        return await showing.DeskAsync(http, new DeskNotice(verb, await reads.OneAsync(http, view, booking.Value)));
    }

    private static Task<IResult> PersonAsync(Guid id, HttpContext http, DeskShowing showing)
    {
        var verb = ToldIn(http.Request);
        return showing.PersonAsync(http, id, null, verb is null ? null : new DeskNotice(verb));
    }

    private static async Task<IResult> BookingAsync(Guid id, HttpContext http, DeskShowing showing, DeskReads reads)
    {
        var (view, _) = await reads.OpenAsync(http);
        var booking = await reads.OneAsync(http, view, id);
        var notice = ToldIn(http.Request) is { } verb ? new DeskNotice(verb, booking) : null;
        return await showing.PersonAsync(http, booking.Person?.Value, booking, notice);
    }

    private static async Task<IResult> SendAsync(
        HttpContext http,
        PageForms forms,
        DeskActing acting,
        DeskFinder finder,
        DeskShowing showing,
        DeskReads reads
    )
    {
        var form = await forms.ReadAsync(http);
        var person = Guid.TryParse(form.Text("person"), out var id) ? id : (Guid?)null;
        var code = DeskCode.Read(form.Text("code"));
        var chosen =
            form.Text("do") is { Length: > 0 } pressed ? pressed
            : code.Choice is { } number ? form.Text($"c{number}")
            : code.IsEmpty && !form.IsTooLong("code") ? form.Text("c0")
            : string.Empty;
        if (DeskAct.Read(chosen) is { } act)
        {
            return await ActAsync(http, form, act, person, acting, showing, reads);
        }

        return code.IsEmpty && !form.IsTooLong("code")
            ? Results.LocalRedirect("/desk")
            : await FoundAsync(http, code, person, finder, showing, reads);
    }

    private static async Task<IResult> ActAsync(
        HttpContext http,
        PageForm form,
        DeskAct act,
        Guid? person,
        DeskActing acting,
        DeskShowing showing,
        DeskReads reads
    )
    {
        if (act.Verb == DeskAct.Newcomer)
        {
            return await showing.NewcomerAsync(http, new NewcomerAsk(act.Place, form.Text("card")));
        }

        var isList = form.Text("at") == "desk";
        var (booking, refusal) = await acting.RunAsync(http, form, act, person);
        if (refusal is null)
        {
            return Results.LocalRedirect(
                booking is null ? $"/desk/people/{person}?did={act.Verb}"
                : isList ? $"/desk?did={act.Verb}&booking={booking}"
                : $"/desk/bookings/{booking}?did={act.Verb}"
            );
        }

        var notice = NoticeOf(act, refusal);
        if (isList || refusal.Code == "not-found")
        {
            return await showing.DeskAsync(http, notice);
        }

        var (view, _) = await reads.OpenAsync(http);
        var about = booking is { } one ? await reads.OneAsync(http, view, one) : null;
        return await showing.PersonAsync(http, person ?? about?.Person?.Value, about, notice);
    }

    private static async Task<IResult> FoundAsync(
        HttpContext http,
        DeskCode code,
        Guid? person,
        DeskFinder finder,
        DeskShowing showing,
        DeskReads reads
    )
    {
        var (view, _) = await reads.OpenAsync(http);
        var isChoice = code.Choice is not null;
        var found = isChoice || code.IsEmpty ? DeskFound.Nothing : await finder.FindAsync(http, view, code);
        if (found.Count > 1)
        {
            return await showing.SeveralAsync(http, found);
        }

        if (found.Count == 1)
        {
            return Results.LocalRedirect(
                found.People.Count == 1 ? $"/desk/people/{found.People[0]}" : $"/desk/bookings/{found.Bookings[0]}"
            );
        }

        var refusal = new Refusal("not-found", "Nothing is known by this code.");
        var notice = new DeskNotice(
            isChoice ? "choice" : "code",
            null,
            refusal,
            Unknown: isChoice || code.Id is not null ? null : code.Text
        );
        return isChoice && person is not null
            ? await showing.PersonAsync(http, person, null, notice)
            : await showing.DeskAsync(http, notice);
    }

    /// <summary>Why not, and whether it may be done all the same.</summary>
    public static DeskNotice NoticeOf(DeskAct act, Refusal refusal) =>
        new(act.Verb, null, refusal, AgainOf(act, refusal));

    // House rules can be set aside with a reason; what is taken or closed cannot.
    private static DeskAct? AgainOf(DeskAct act, Refusal refusal) =>
        act.Verb == DeskAct.WalkIn && !act.Overrides && refusal.Code.StartsWith("policy-", StringComparison.Ordinal)
            ? act with
            {
                Overrides = true,
            }
            : null;

    private static string? ToldIn(HttpRequest request) =>
        _told.FirstOrDefault(verb => verb == request.Query["did"].ToString());
}
