using System;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Center.Projections.Facilities;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Facilities;

/// <summary>
/// Everything that changes the centre's definition, always under the centre's admission lock: nobody books by hours,
/// rules or units that are just being changed. What becomes of bookings that stand is said at
/// <see cref="UnitsStillHeld"/>.
/// </summary>
internal static class FacilitiesEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPut("/facilities/{code}", Describe).Requires(Permission.EditFacilities);
        api.MapPut("/facilities/{code}/hours", SetHours).Requires(Permission.EditFacilities);
        api.MapPut("/policies/booking", AdoptRules).Requires(Permission.EditPolicies);
        api.MapPost("/definition", Import).Requires(Permission.EditPolicies);
    }

    private static Task<IResult> Describe(string code, Body<DefinitionText> body, CommandDoor door)
    {
        var json = DefinitionText.Of(body);
        return door.RunAsync(
            body,
            async command =>
            {
                var (book, version) = await OpenAsync(command, code);
                if (RefusePrecondition(command, book, code, version) is { } unmet)
                {
                    return unmet;
                }

                var today = book.Zone.DateOf(command.Work.Now);
                var wanted = DefinitionPieces.Facility(json, code, today, book).ValueOrRefuse();
                RefuseForeign(command.Caller, wanted.Site);
                return await ChangeAsync(command, code, book, version, now => FacilityDecider.Describe(wanted, now));
            }
        );
    }

    private static Task<IResult> SetHours(string code, Body<DefinitionText> body, CommandDoor door)
    {
        var json = DefinitionText.Of(body);
        return door.RunAsync(
            body,
            async command =>
            {
                var hours = DefinitionPieces.Hours(json).ValueOrRefuse().Hours;
                var (book, version) = await OpenAsync(command, code);
                return book.FindFacility(code) is null
                        ? new Refusal("not-found", "There is no such facility; a part keeps the hours of its room.")
                    : RefusePrecondition(command, book, code, version) is { } unmet ? unmet
                    : await ChangeAsync(
                        command,
                        code,
                        book,
                        version,
                        now => FacilityDecider.SetHours(code, hours, now)
                    );
            }
        );
    }

    private static Task<IResult> AdoptRules(Body<DefinitionText> body, CommandDoor door)
    {
        var json = DefinitionText.Of(body);
        return door.RunAsync(
            body,
            async command =>
            {
                RefuseUnlessEverywhere(command.Caller, Permission.EditPolicies);
                await command.Work.LockCentreAsync();
                var (book, stream) = (await command.Work.BookAsync(), $"policy/{command.Work.Centre}");
                var version = await VersionAsync(command, stream);
                var read = DefinitionPieces.BookingRules(json, book).ValueOrRefuse();
                var rules = PolicyDecider.NamedAnew(read, book);
                var adopted = command.Decide(
                    stream,
                    book,
                    version,
                    (state, e) => state.Evolve(stream, e),
                    state => PolicyDecider.Adopt(rules, state)
                );
                return adopted.Refusal is { } refusal ? refusal : Reply.Ok(rules, adopted.Version);
            }
        );
    }

    private static Task<IResult> Import(Body<DefinitionText> body, HttpContext http, CommandDoor door)
    {
        var isCheck = new QueryParameters(http.Request, "check").Flag("check") ?? false;
        var definition = CentreDefinition.Read(DefinitionText.Of(body)).ValueOrRefuse();
        return isCheck ? door.TryAsync(ImportAsync) : door.RunAsync(body, ImportAsync);

        async Task<Reply> ImportAsync(Command command)
        {
            RefuseUnlessEverywhere(command.Caller, Permission.EditPolicies);
            RefuseUnlessEverywhere(command.Caller, Permission.EditFacilities);
            var outcome = await DefinitionImporting.ApplyAsync(command.Work, definition, calendar: null);
            return outcome.Refusal is { } refusal ? refusal : Reply.Ok(DefinitionAnswer.Of(outcome, isCheck));
        }
    }

    private static async Task<(CentreBook Book, long Version)> OpenAsync(Command command, string code)
    {
        await command.Work.LockCentreAsync();
        var book = await command.Work.BookAsync();
        if (book.Find(code) is { } place)
        {
            RefuseForeign(command.Caller, place.Site);
        }

        return (book, await VersionAsync(command, $"facility/{code}"));
    }

    private static async Task<Reply> ChangeAsync(
        Command command,
        string code,
        CentreBook book,
        long version,
        Func<CentreBook, Decision> decide
    )
    {
        var stream = $"facility/{code}";
        var checkedBefore = command with { OnlyNew = false };
        var changed = checkedBefore.Decide(stream, book, version, (state, e) => state.Evolve(stream, e), decide);
        if ((changed.Refusal ?? await UnitsStillHeld.RefuseAsync(command.Work, book, changed.State)) is { } refusal)
        {
            return refusal;
        }

        AdmissionLedger.Of(command.Work).Close(book, changed.State);
        var answer = FacilityAnswer.InFull(changed.State.Find(code)!, changed.State, changed.Version);
        return command.OnlyNew
            ? Reply.Created($"/api/v1/facilities/{code}", answer, changed.Version)
            : Reply.Ok(answer, changed.Version);
    }

    // A facility that was retired has events but is not there; a part is there, and why it cannot be put is said later.
    private static Refusal? RefusePrecondition(Command command, CentreBook book, string code, long version) =>
        (book.Find(code), command.OnlyNew) switch
        {
            ({ IsPart: false }, true) => Command.Exists(version),
            (null, false) => new Refusal("not-found", "There is no such facility; If-None-Match: * opens it."),
            _ => null,
        };

    private static async Task<long> VersionAsync(Command command, string stream) =>
        (await command.Work.FoldAsync(stream, 0, (count, _) => count + 1)).Version;

    private static void RefuseForeign(Caller caller, string site)
    {
        if (!caller.May(Permission.EditFacilities, site))
        {
            throw new RefusedException("forbidden", "The site is outside your scope.");
        }
    }

    private static void RefuseUnlessEverywhere(Caller caller, Permission permission)
    {
        if (!caller.May(permission))
        {
            throw new RefusedException("forbidden", "This belongs to the centre as a whole, beyond your scope.");
        }
    }
}
