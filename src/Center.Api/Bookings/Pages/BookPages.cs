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
        pages.MapGet("/book/hold", AskAsync).Requires(Permission.SeeAvailability);
        pages.MapPost("/book/hold", HoldPages.HoldAsync).Requires(Permission.Book);
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

    // Where the language and type links of a page lead that answers a form: there the address says nothing.
    private static Task<IResult> AskAsync(
        HttpContext http,
        FreeReads reads,
        Family family,
        CancellationToken stopping
    ) =>
        http.Request.Query.ContainsKey("facility")
            ? HoldPages.AskAsync(http, reads, family)
            : SearchAsync(http, reads, stopping);

    private static SearchAsk AskOf(HttpRequest request, CentreZone zone, DateTimeOffset now)
    {
        var today = zone.DateOf(now);
        return SearchAsk.Of(request.Query, today, new SearchAsk(string.Empty, today.AddDays(1), null, null, 1, []));
    }
}
