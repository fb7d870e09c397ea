using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Marten;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Bookings.Pages;

/// <summary>Another time for a booking: free times of its place, as if the booking itself were not there.</summary>
internal static class MovePages
{
    private const int MostTimes = 48;

    public static async Task<IResult> AskAsync(
        Guid id,
        HttpContext http,
        IDocumentStore store,
        FreeReads reads,
        CancellationToken stopping
    )
    {
        var read = await BookingsQueries.ReadAsync(http, store, new BookingId(id));
        return await ShowAsync(id, read.State, http, reads, null, stopping);
    }

    public static async Task<IResult> MoveAsync(
        Guid id,
        HttpContext http,
        PageForms forms,
        AdmissionDoor door,
        BookingActs acts,
        IDocumentStore store,
        FreeReads reads,
        CancellationToken stopping
    )
    {
        var form = await forms.ReadAsync(http);
        var request = new RescheduleRequest(form.Instant("start"), form.Instant("end"));
        var answer = await door.AnswerAsync(form.Hash, form.Once, BookingActs.Foresee(id), acts.Move(id, request));
        if (await answer.RefusalAsync() is not { } refusal || refusal.Code is "lapsed" or "wrong-state")
        {
            return Results.LocalRedirect($"/book/{id}");
        }

        var read = await BookingsQueries.ReadAsync(http, store, new BookingId(id));
        return await ShowAsync(id, read.State, http, reads, refusal, stopping);
    }

    private static async Task<IResult> ShowAsync(
        Guid id,
        Booking booking,
        HttpContext http,
        FreeReads reads,
        Refusal? refusal,
        CancellationToken stopping
    )
    {
        var terms = booking.Terms!;
        SearchAsk? ask = null;
        var (book, busy, now) = await reads.ReadAsync(
            Caller.Of(http).Centre,
            (book, now) => book.Zone.DayOf((ask = AskOf(http.Request, terms, book.Zone, now)).Date),
            stopping
        );
        var shown = BookingShown.Of(id, booking, now);
        if (!shown.CanMove)
        {
            return Results.LocalRedirect($"/book/{id}");
        }

        var parameters = new
        {
            Book = book,
            Booking = shown,
            Ask = ask,
            Free = Free(book, terms, ask!, busy, now),
            Refusal = refusal,
        };
        return PageAnswer.Show<MovePage>(
            http,
            refusal is null ? 200 : ProblemCatalogue.Of(refusal.Code).Status,
            parameters
        );
    }

    private static List<Slot> Free(
        CentreBook book,
        BookingTerms terms,
        SearchAsk ask,
        IReadOnlyList<BusyUnit> busy,
        DateTimeOffset now
    )
    {
        var others = busy.Where(held => held.Claim != terms.Claim || !terms.Units.Contains(held.Unit)).ToList();
        return book.Find(terms.Facility) is { } place
            ?
            [
                .. SlotSearch
                    .Slots(place, book.Zone.DayOf(ask.Date), ask.Length, book, others, now)
                    .Concat(Beyond(place, book, ask, others, now))
                    .Where(slot => slot.Units >= terms.Units.Count || place.Kind == FacilityKind.Room)
                    .Where(slot => slot.Window != terms.Window)
                    .OrderBy(slot => slot.Window != ask.WindowIn(book.Zone))
                    .Take(MostTimes),
            ]
            : [];
    }

    private static IEnumerable<Slot> Beyond(
        Bookable place,
        CentreBook book,
        SearchAsk ask,
        IReadOnlyCollection<BusyUnit> others,
        DateTimeOffset now
    ) =>
        ask.WindowIn(book.Zone) is { } exact && SlotSearch.Beyond(place, exact, book, others, now) is { } slot
            ? [slot]
            : [];

    private static SearchAsk AskOf(HttpRequest request, BookingTerms terms, CentreZone zone, DateTimeOffset now)
    {
        var (start, end) = (zone.LocalOf(terms.Window.Start), zone.LocalOf(terms.Window.End));
        var usual = new SearchAsk(
            string.Empty,
            DateOnly.FromDateTime(start.DateTime),
            TimeOnly.FromDateTime(start.DateTime),
            TimeOnly.FromDateTime(end.DateTime),
            terms.People,
            []
        );
        return SearchAsk.Of(request.Query, zone.DateOf(now), usual);
    }
}
