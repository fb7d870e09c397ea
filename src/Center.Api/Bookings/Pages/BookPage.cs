using System;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Facilities;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Center.Api.Bookings.Pages;

/// <summary>Makes the answers that are pages.</summary>
/// <param name="source">Connections to the database.</param>
/// <param name="store">The event store.</param>
internal sealed class BookPage(NpgsqlDataSource source, IDocumentStore store)
{
    /// <summary>The definition of the caller's centre.</summary>
    public Task<CentreBook> BookAsync(HttpContext http) =>
        source.BookAsync(store, Caller.Of(http).Centre, http.RequestAborted);

    /// <summary>Pages for residents.</summary>
    public static RouteGroupBuilder Group(IEndpointRouteBuilder app) =>
        app.MapGroup(string.Empty)
            .ExcludeFromDescription()
            .TellsRefusals(
                (http, refusal) => http.RequestServices.GetRequiredService<BookPage>().RefusedAsync(http, refusal)
            );

    /// <summary>Says why not, and what else there is.</summary>
    /// <param name="http">The request.</param>
    /// <param name="refusal">The refusal.</param>
    /// <param name="request">What was asked for; null when it was not a place and time.</param>
    public async Task<IResult> RefusedAsync(HttpContext http, Refusal refusal, PlaceRequest? request = null)
    {
        var book = await BookAsync(http);
        var parameters = new
        {
            Book = book,
            Refusal = refusal,
            Ask = AskOf(request),
            Place = request is null ? null : book.Find(request.Facility),
        };
        return PageAnswer.Show<RefusedPage>(http, ProblemCatalogue.Of(refusal.Code).Status, parameters);
    }

    private static HoldAsk? AskOf(PlaceRequest? request) =>
        request is not null && TimeWindow.TryMake(request.Start, request.End) is { } window
            ? HoldAsk.Of(request, window)
            : null;
}
