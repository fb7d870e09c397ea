using System;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Access;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Bookings.Pages;

/// <summary>Where a resident looks for a place and takes it: the same commands as over the API, told in words.</summary>
internal static class BookPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = BookPage.Group(app);
        pages.MapGet("/book", SearchAsync).Requires(Permission.SeeAvailability);
        // Where the language and type links of a page lead that answers a form.
        pages.MapGet("/book/hold", SearchAsync).Requires(Permission.SeeAvailability);
        pages.MapPost("/book/hold", HoldAsync).Requires(Permission.Book);
    }

    private static async Task<IResult> SearchAsync(HttpContext http, FreeReads reads, CancellationToken stopping)
    {
        SearchAsk? ask = null;
        var (book, busy, now) = await reads.ReadAsync(
            Caller.Of(http).Centre,
            (book, now) => PlaceSearch.Horizon(ask = AskOf(http.Request, book.Zone, now), book.Zone),
            stopping
        );
        var isAsked = http.Request.Query.ContainsKey("q") || http.Request.Query.ContainsKey("date");
        var found = isAsked ? new PlaceSearch(ask!, book, busy, now).Find() : null;
        return PageAnswer.Show<SearchPage>(
            http,
            200,
            new
            {
                Book = book,
                Ask = ask,
                Found = found,
                Now = now,
            }
        );
    }

    private static async Task<IResult> HoldAsync(
        HttpContext http,
        PageForms forms,
        AdmissionDoor door,
        BookingActs acts,
        BookPage page,
        NpgsqlDataSource source
    )
    {
        var form = await forms.ReadAsync(http);
        var request = new PlaceRequest(
            form.Text("facility"),
            form.Instant("start"),
            form.Instant("end"),
            form.Number("people"),
            form.Text("purpose"),
            Hold: true
        );
        var foreseen = BookingWishes.Foresee(Caller.Of(http), request);
        var answer = await door.AnswerAsync(form.Hash, form.Once, foreseen, acts.Place(request));
        return await answer.RefusalAsync(source, http.RequestAborted) is { } refusal
            ? await page.RefusedAsync(http, refusal, request)
            : Results.LocalRedirect($"/book/{IdIn(answer.Location!)}");
    }

    private static string IdIn(string location) => location[(location.LastIndexOf('/') + 1)..];

    private static SearchAsk AskOf(HttpRequest request, CentreZone zone, DateTimeOffset now)
    {
        var today = zone.DateOf(now);
        return SearchAsk.Of(request.Query, today, new SearchAsk(string.Empty, today.AddDays(1), null, null, 1, []));
    }
}
