using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Bookings;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Center.Projections.Facilities;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Facilities;

/// <summary>
/// Closing a facility, or a part of one, for a time. A closure holds the units as a booking does, so the two never stand
/// together: whoever books and whoever closes take the same lock, and the same constraint has the last word.
/// </summary>
internal static class ClosuresEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/facilities/{code}/closures", Announce).Requires(Permission.EditFacilities);
        api.MapDelete("/facilities/{code}/closures/{id:guid}", Withdraw).Requires(Permission.EditFacilities);
        api.MapGet("/facilities/{code}/closures", List).Requires(Permission.SeeFacilities);
        api.MapGet("/facilities/{code}/closures/{id:guid}", One).Requires(Permission.SeeFacilities);
    }

    private static Task<IResult> Announce(string code, Body<ClosureRequest> body, CommandDoor door, BookingDesk desk) =>
        door.RunAsync(
            body,
            async command =>
            {
                var asked = body.Value;
                var (book, place) = await OpenAsync(command, code);
                var id = new ClosureId(command.NewId(command.Work.Now));
                var ask = new AnnounceClosure(
                    id,
                    place.Facility,
                    place.IsPart ? place.Code : null,
                    WindowOf(asked),
                    ReasonOf(asked),
                    command.Work.Now
                );
                var announced = await DecideAsync(command, book, place, now => ClosureDecider.Decide(ask, now));
                if (announced.Refusal is { } refusal)
                {
                    return refusal;
                }

                var closure = announced.State.FindFacility(place.Facility)!.Closures.Single(one => one.Id == id);
                var affected = await CancelForClosure.RunAsync(command, desk, place, closure, asked.CancelBookings);
                return affected.Refusal is { } standing
                    ? standing
                    : Reply.Created(
                        $"/api/v1/facilities/{code}/closures/{id}",
                        ClosureAnswer.Of(closure) with
                        {
                            Affected = affected.Bookings,
                        },
                        announced.Version
                    );
            }
        );

    private static Task<IResult> Withdraw(string code, Guid id, CommandDoor door) =>
        door.RunAsync(async command =>
        {
            var (book, place) = await OpenAsync(command, code);
            var ask = new WithdrawClosure(new ClosureId(id), place.Facility);
            var withdrawn = await DecideAsync(command, book, place, now => ClosureDecider.Decide(ask, now));
            return withdrawn.Refusal is { } refusal ? refusal : Reply.NoContent();
        });

    private static async Task<IResult> List(
        string code,
        HttpContext http,
        IDocumentStore store,
        NpgsqlDataSource source
    )
    {
        var paging = Paging.Of(new QueryParameters(http.Request, "limit", "cursor"));
        var closures = await ReadAsync(code, http, store, source);
        return new JsonAnswer(
            paging.CutAll(closures.Select(ClosureAnswer.Of), one => $"{one.From.UtcTicks:D19} {one.Id}")
        );
    }

    private static async Task<IResult> One(
        string code,
        Guid id,
        HttpContext http,
        IDocumentStore store,
        NpgsqlDataSource source
    )
    {
        _ = new QueryParameters(http.Request);
        var closures = await ReadAsync(code, http, store, source);
        return closures.FirstOrDefault(closure => closure.Id.Value == id) is { } found
            ? new JsonAnswer(ClosureAnswer.Of(found))
            : throw new RefusedException("not-found", "There is no such closure.");
    }

    private static async Task<IEnumerable<Closure>> ReadAsync(
        string code,
        HttpContext http,
        IDocumentStore store,
        NpgsqlDataSource source
    )
    {
        var book = await source.BookAsync(store, Caller.Of(http).Centre, http.RequestAborted);
        var place = book.Find(code) ?? throw new RefusedException("not-found", "There is no such facility.");
        return book.FindFacility(place.Facility)!
            .Closures.Where(closure => !place.IsPart || closure.Part is null || closure.Part == place.Code)
            .OrderBy(closure => closure.Window.Start)
            .ThenBy(closure => closure.Id.Value);
    }

    private static async Task<(CentreBook Book, Bookable Place)> OpenAsync(Command command, string code)
    {
        var book = await BookingDesk.OpenAsync(command);
        var place = book.Find(code) ?? throw new RefusedException("not-found", "There is no such facility.");
        if (!command.Caller.May(Permission.EditFacilities, place.Site))
        {
            throw new RefusedException("forbidden", "The site is outside your scope.");
        }

        // What has run out must give its units up before a closure can claim them.
        await BookingDesk.LapseAsync(command);
        return (book, place);
    }

    private static async Task<Decided<CentreBook>> DecideAsync(
        Command command,
        CentreBook book,
        Bookable place,
        Func<CentreBook, Decision> decide
    )
    {
        var stream = $"facility/{place.Facility}";
        var version = (await command.Work.FoldAsync(stream, 0, (count, _) => count + 1)).Version;
        var decided = command.Decide(stream, book, version, (state, e) => state.Evolve(stream, e), decide);
        AdmissionLedger.Of(command.Work).Close(book, decided.State);
        return decided;
    }

    private static TimeWindow WindowOf(ClosureRequest request) =>
        TimeWindow.TryMake(request.From, request.To)
        ?? throw new RefusedException("invalid-window", "The end lies after the start.", "to");

    private static string ReasonOf(ClosureRequest request) =>
        ClosureReasons.Know(request.ReasonCode)
            ? request.ReasonCode
            : throw new RefusedException("invalid-value", "There is no such reason code.", "reasonCode");
}

/// <summary>What <c>POST /facilities/{code}/closures</c> takes.</summary>
/// <param name="From">First instant; now when it lies in the past.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="ReasonCode">Why; see <see cref="ClosureReasons"/>.</param>
/// <param name="CancelBookings">Whether bookings in the way are cancelled.</param>
internal sealed record ClosureRequest(
    DateTimeOffset From,
    DateTimeOffset To,
    string ReasonCode,
    bool CancelBookings = false
);

/// <summary>A closure as clients see it.</summary>
/// <param name="Id">The closure.</param>
/// <param name="From">First instant, inclusive.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="Part">Code of the part; absent when all of the facility is closed.</param>
/// <param name="ReasonCode">Why.</param>
/// <param name="Affected">Bookings that were cancelled for it; only in the answer to its announcement.</param>
internal sealed record ClosureAnswer(
    Guid Id,
    DateTimeOffset From,
    DateTimeOffset To,
    string? Part,
    string ReasonCode,
    IReadOnlyList<LiveClaim>? Affected = null
)
{
    public static ClosureAnswer Of(Closure closure) =>
        new(closure.Id.Value, closure.Window.Start, closure.Window.End, closure.Part, closure.ReasonCode);
}
