using System;
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
        api.MapGet("/policies/booking", BookingPolicy).Requires(Permission.SeePolicies);
        api.MapGet("/policies/booking/versions", BookingPolicyVersions).Requires(Permission.SeePolicies);
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
        var paging = Paging.Of(new QueryParameters(http.Request, "limit", "cursor"));
        var book = await BookOfAsync(http, store, source);
        return new JsonAnswer(paging.CutAll(book.ServiceLines, line => $"{line.Rank:D6} {line.Code}"));
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
        _ = new QueryParameters(http.Request);
        var (book, version) = await source.BookAtAsync(
            store,
            Caller.Of(http).Centre,
            seen => seen.Find(code) is { } place ? $"facility/{place.Facility}" : null,
            http.RequestAborted
        );
        return book.Find(code) is { } found
            ? new JsonAnswer(FacilityAnswer.InFull(found, book, version), version)
            : throw new RefusedException("not-found", "There is no such facility.");
    }

    private static async Task<IResult> BookingPolicy(
        HttpContext http,
        IDocumentStore store,
        NpgsqlDataSource source,
        TimeProvider clock
    )
    {
        var asked = new QueryParameters(http.Request, "on").Date("on");
        var centre = Caller.Of(http).Centre;
        var (book, version) = await source.BookAtAsync(store, centre, _ => $"policy/{centre}", http.RequestAborted);
        var rules = BookingRuleSet.InForce(book.BookingRules, asked ?? book.Zone.DateOf(clock.GetUtcNow()));
        return rules is null
            ? throw new RefusedException("not-found", "No booking rules were ever adopted.")
            : new JsonAnswer(rules, version);
    }

    private static async Task<IResult> BookingPolicyVersions(
        HttpContext http,
        IDocumentStore store,
        NpgsqlDataSource source
    )
    {
        var paging = Paging.Of(new QueryParameters(http.Request, "limit", "cursor"));
        var book = await BookOfAsync(http, store, source);
        return new JsonAnswer(
            paging.CutAll(book.BookingRules, rules => $"{rules.EffectiveFrom:yyyy-MM-dd} {rules.Version}")
        );
    }

    private static Task<CentreBook> BookOfAsync(HttpContext http, IDocumentStore store, NpgsqlDataSource source) =>
        source.BookAsync(store, Caller.Of(http).Centre, http.RequestAborted);
}
