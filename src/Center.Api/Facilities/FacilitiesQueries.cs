using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Facilities;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Facilities;

/// <summary>Reading the centre's definition.</summary>
internal static class FacilitiesQueries
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/sites", Sites).Requires(Permission.SeeFacilities);
        api.MapGet("/service-lines", ServiceLines).Requires(Permission.SeeFacilities);
        api.MapGet("/organisations", Organisations).Requires(Permission.SeeFacilities);
        api.MapGet("/facilities", List).Requires(Permission.SeeFacilities);
        api.MapGet("/facilities/{code}", One).Requires(Permission.SeeFacilities);
    }

    private static async Task<IResult> Sites(HttpContext http, IDocumentStore store, NpgsqlDataSource source)
    {
        var book = await BookOfAsync(http, store, source);
        return new JsonAnswer(
            Paging.Of(new QueryParameters(http.Request, "limit", "cursor")).CutAll(book.Sites, site => site.Code)
        );
    }

    private static async Task<IResult> ServiceLines(HttpContext http, IDocumentStore store, NpgsqlDataSource source)
    {
        var book = await BookOfAsync(http, store, source);
        return new JsonAnswer(new Page<ServiceLine>(book.ServiceLines, null));
    }

    private static async Task<IResult> Organisations(HttpContext http, IDocumentStore store, NpgsqlDataSource source)
    {
        var book = await BookOfAsync(http, store, source);
        var paging = Paging.Of(new QueryParameters(http.Request, "limit", "cursor"));
        return new JsonAnswer(paging.CutAll(book.Organisations, organisation => organisation.Code));
    }

    private static async Task<IResult> List(HttpContext http, IDocumentStore store, NpgsqlDataSource source)
    {
        var query = new QueryParameters(
            http.Request,
            "site",
            "serviceLine",
            "feature",
            "people",
            "parts",
            "kind",
            "limit",
            "cursor"
        );
        var (site, line, feature) = (query.Text("site"), query.Text("serviceLine"), query.Text("feature"));
        var (people, kind) = (query.Integer("people", 1, 10_000), query.OneOf<FacilityKind>("kind"));
        var withEquipment = kind == FacilityKind.Equipment;
        var book = await BookOfAsync(http, store, source);
        var places = book.Bookables(query.Flag("parts") ?? false)
            .Where(place => withEquipment || place.Kind != FacilityKind.Equipment)
            .Where(place => kind is null || place.Kind == kind)
            .Where(place => site is null || place.Site == site)
            .Where(place => line is null || place.ServiceLine == line)
            .Where(place => feature is null || place.Features.Contains(feature))
            .Where(place => people is null || place.Holds(people.Value))
            .Select(FacilityAnswer.Of);
        return new JsonAnswer(Paging.Of(query).CutAll(places, place => place.Code));
    }

    private static async Task<IResult> One(string code, HttpContext http, IDocumentStore store, NpgsqlDataSource source)
    {
        var book = await BookOfAsync(http, store, source);
        var place = book.Find(code) ?? throw new RefusedException("not-found", "There is no such facility.");
        return new JsonAnswer(FacilityAnswer.Of(place));
    }

    private static Task<CentreBook> BookOfAsync(HttpContext http, IDocumentStore store, NpgsqlDataSource source) =>
        source.BookAsync(store, Caller.Of(http).Centre, http.RequestAborted);
}

/// <summary>A facility or part as clients see it.</summary>
internal sealed record FacilityAnswer(
    string Code,
    string Site,
    int? Floor,
    LocalizedText Name,
    string? ServiceLine,
    FacilityKind Kind,
    int Capacity,
    int Units,
    IReadOnlyList<string> Features,
    IReadOnlyList<string> Parts,
    string? PartOf
)
{
    public static FacilityAnswer Of(Bookable place) =>
        new(
            place.Code,
            place.Site,
            place.Floor,
            place.Name,
            place.ServiceLine,
            place.Kind,
            place.Capacity,
            place.Kind == FacilityKind.Room ? 1 : place.UnitCodes.Count,
            place.Features,
            place.Parts,
            place.IsPart ? place.Facility : null
        );
}
