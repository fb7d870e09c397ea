using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Bookings.Pages;

/// <summary>One's own bookings: the list, and each from hold to receipt, with what can be done about it.</summary>
internal static class BookingPages
{
    private const int MostListed = 500;
    private const int MostPast = 50;
    private const int DaysBack = 90;

    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = BookPage.Group(app);
        pages.MapGet("/book/mine", MineAsync).Requires(Permission.SeeOwnBookings);
        pages.MapGet("/book/{id:guid}", OneAsync).Requires(Permission.SeeOwnBookings);
        pages.MapPost("/book/{id:guid}/confirm", ConfirmAsync).Requires(Permission.Book);
        pages.MapGet("/book/{id:guid}/cancel", AskCancelAsync).Requires(Permission.SeeOwnBookings);
        pages.MapPost("/book/{id:guid}/cancel", CancelAsync).Requires(Permission.Book);
        pages.MapGet("/book/{id:guid}/move", MovePages.AskAsync).Requires(Permission.SeeOwnBookings);
        pages.MapPost("/book/{id:guid}/move", MovePages.MoveAsync).Requires(Permission.Book);
    }

    private static async Task<IResult> MineAsync(
        HttpContext http,
        BookPage page,
        Family family,
        BookingSight sight,
        NpgsqlDataSource source,
        TimeProvider clock
    )
    {
        var caller = Caller.Of(http);
        var now = clock.GetUtcNow();
        var (owners, whose) = await sight.OwnAsync(caller, http.RequestAborted);
        var own = new BookingFilter { OnlyOf = owners, Now = now };
        var listed = (await ListAsync(own with { From = now }))
            .Concat(await ListAsync(own with { From = now.AddDays(-DaysBack), To = now }))
            .DistinctBy(one => one.Id)
            .ToLookup(one => one.IsComing);
        var parameters = new
        {
            Book = await page.BookAsync(http),
            Coming = listed[true].OrderBy(one => one.Window.Start).ToList(),
            Past = listed[false].OrderByDescending(one => one.Window.Start).Take(MostPast).ToList(),
            Family = await family.OfAsync(http),
        };
        return PageAnswer.Show<MinePage>(http, 200, parameters);

        async Task<BookingShown[]> ListAsync(BookingFilter filter) =>
            [
                .. (
                    await BookingLists.ReadAsync(source, caller.Centre, filter, MostListed, http.RequestAborted)
                ).Select(sheet => BookingShown.Of(sheet, now).Of(whose)),
            ];
    }

    private static Task<IResult> OneAsync(
        Guid id,
        HttpContext http,
        BookPage page,
        Family family,
        BookingSight sight,
        IDocumentStore store,
        TimeProvider clock
    ) => ShowAsync<BookingPage>(id, http, page, family, sight, store, clock);

    private static Task<IResult> AskCancelAsync(
        Guid id,
        HttpContext http,
        BookPage page,
        Family family,
        BookingSight sight,
        IDocumentStore store,
        TimeProvider clock
    ) => ShowAsync<CancelPage>(id, http, page, family, sight, store, clock);

    private static async Task<IResult> ConfirmAsync(
        Guid id,
        HttpContext http,
        PageForms forms,
        AdmissionDoor door,
        BookingActs acts,
        BookPage page
    )
    {
        var form = await forms.ReadAsync(http);
        var answer = await door.AnswerAsync(form.Hash, form.Once, BookingActs.Foresee(id), acts.Confirm(id));
        return await AfterAsync(id, http, await answer.RefusalAsync(), page);
    }

    private static async Task<IResult> CancelAsync(
        Guid id,
        HttpContext http,
        PageForms forms,
        AdmissionDoor door,
        BookingActs acts,
        BookPage page
    )
    {
        var form = await forms.ReadAsync(http);
        var act = acts.Cancel(id, form.Text("reason"));
        var answer = await door.AnswerAsync(form.Hash, form.Once, BookingActs.Foresee(id), act);
        return await AfterAsync(id, http, await answer.RefusalAsync(), page);
    }

    // A booking that is no longer what its form said tells so itself, on its own page.
    private static async Task<IResult> AfterAsync(Guid id, HttpContext http, Refusal? refusal, BookPage page) =>
        refusal is null or { Code: "lapsed" or "wrong-state" }
            ? Results.LocalRedirect($"/book/{id}")
            : await page.RefusedAsync(http, refusal);

    private static async Task<IResult> ShowAsync<TPage>(
        Guid id,
        HttpContext http,
        BookPage page,
        Family family,
        BookingSight sight,
        IDocumentStore store,
        TimeProvider clock
    )
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var read = await BookingsQueries.ReadAsync(http, store, new BookingId(id));
        var (_, whose) = await sight.OwnAsync(Caller.Of(http), http.RequestAborted);
        var shown = BookingShown.Of(id, read.State, clock.GetUtcNow()).Of(whose);
        var isOthers = shown.Person is not null && shown.Person != Caller.Of(http).Person?.Value;
        var parameters = new
        {
            Book = await page.BookAsync(http),
            Booking = shown,
            For = isOthers ? (await family.OfAsync(http)).FirstOrDefault(one => one.Id == shown.Person) : null,
        };
        return PageAnswer.Show<TPage>(http, 200, parameters);
    }
}
