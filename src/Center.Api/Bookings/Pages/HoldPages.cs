using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Bookings.Pages;

/// <summary>Equipment that can be had with a place.</summary>
/// <param name="Equipment">What.</param>
/// <param name="Free">Number of units free for all of the time, at least 1.</param>
public sealed record FreeExtra(Bookable Equipment, int Free);

/// <summary>The page between choosing a time and holding it: what it is for, and what is wanted with it.</summary>
internal static class HoldPages
{
    private const int MostUnits = 20;

    public static async Task<IResult> AskAsync(HttpContext http, FreeReads reads, Family family)
    {
        var ask = HoldAsk.Of(http.Request.Query);
        var (book, busy, now) = await reads.ReadAsync(
            Caller.Of(http).Centre,
            (book, _) => ClaimOf(book, ask),
            http.RequestAborted
        );
        var place = PlaceOf(book, ask);
        var parameters = new
        {
            Book = book,
            Ask = ask,
            Place = place,
            NeedsApproval = SlotSearch.Beyond(place, ask.Window, book, busy, now)?.NeedsApproval == true,
            Extras = Free(book, ask, busy),
            Family = await family.OfAsync(http),
            IsSomebody = Caller.Of(http).Person is not null,
        };
        return PageAnswer.Show<HoldPage>(http, 200, parameters);
    }

    public static async Task<IResult> HoldAsync(
        HttpContext http,
        PageForms forms,
        AdmissionDoor door,
        BookingActs acts,
        BookPage page
    )
    {
        var form = await forms.ReadAsync(http);
        var caller = Caller.Of(http);
        var request = HoldAsk.RequestOf(form, await page.BookAsync(http));
        if (request.OnBehalfOf is null && caller.Organisations.Count > 1)
        {
            // The form names no organisation, so it is hers own who acts for several.
            request = request with
            {
                OnBehalfOf = caller.Person?.Value,
            };
        }

        var foreseen = BookingWishes.Foresee(caller, request);
        var answer = await door.AnswerAsync(form.Hash, form.Once, foreseen, acts.Place(request));
        return await answer.RefusalAsync() is { } refusal
            ? await page.RefusedAsync(http, refusal, request)
            : Results.LocalRedirect($"/book/{IdIn(answer.Location!)}");
    }

    // As the decision counts it: for the claim of the place, and never while it is closed itself.
    private static List<FreeExtra> Free(CentreBook book, HoldAsk ask, IReadOnlyCollection<BusyUnit> busy)
    {
        var claim = ClaimOf(book, ask);
        return
        [
            .. HoldAsk
                .EquipmentBeside(book, ask.Facility)
                .Where(one => !book.IsClosed(one, claim))
                .Select(one => new FreeExtra(one, Math.Min(FreeTime.FreeUnits(one, claim, busy), MostUnits)))
                .Where(extra => extra.Free > 0),
        ];
    }

    private static TimeWindow ClaimOf(CentreBook book, HoldAsk ask) =>
        Admission.ClaimOf(ask.Window, book.RulesFor(PlaceOf(book, ask), book.Zone.DateOf(ask.Window.Start)));

    private static Bookable PlaceOf(CentreBook book, HoldAsk ask) =>
        book.Find(ask.Facility)
        ?? throw new RefusedException("invalid-value", "There is no such facility.", "facility");

    private static string IdIn(string location) => location[(location.LastIndexOf('/') + 1)..];
}
