using System;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;
using Center.Projections.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Volunteering;

/// <summary>Service is recorded by one and credited by another.</summary>
internal static class VolunteeringEndpoints
{
    private const int LongestClaim = 2000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/service-entries", Record).Requires(Permission.ReportOwnService);
        api.MapPost("/service-entries/{id:guid}/credit", Credit).Requires(Permission.CreditService);
        api.MapPost("/service-entries/{id:guid}/reject", Reject).Requires(Permission.CreditService);
        api.MapPost("/service-entries/{id:guid}/revoke", Revoke).Requires(Permission.CreditService);
        api.MapPost("/service-entries/{id:guid}/adjust", Adjust).Requires(Permission.AdjustService);
        api.MapPost("/service-entries/{id:guid}/corrections", AskForCorrection).Requires(Permission.ReportOwnService);
    }

    private static Task<IResult> Record(Body<RecordServiceRequest> body, CommandDoor door)
    {
        CheckCode(body.Value.ReasonCode ?? "none");
        return door.RunAsync(body, command => ServiceRecording.RecordAsync(command, body.Value));
    }

    private static Task<IResult> Credit(Guid id, Body<CreditServiceRequest> body, CommandDoor door) =>
        door.RunAsync(body, command => ServiceCrediting.CreditAsync(command, id));

    private static Task<IResult> Reject(Guid id, Body<ServiceReasonRequest> body, CommandDoor door)
    {
        var reason = Reason(body.Value.ReasonCode);
        return Act(
            body,
            door,
            id,
            Permission.CreditService,
            (command, entry, day) =>
                VolunteerDayDecider.Decide(new RejectService(entry.Id, command.Caller.Signature(), reason), day)
        );
    }

    private static Task<IResult> Revoke(Guid id, Body<ServiceReasonRequest> body, CommandDoor door)
    {
        var reason = Reason(body.Value.ReasonCode);
        return Act(
            body,
            door,
            id,
            Permission.CreditService,
            (command, entry, day) =>
                VolunteerDayDecider.Decide(new RevokeCredit(entry.Id, command.Caller.Signature(), reason), day)
        );
    }

    private static Task<IResult> Adjust(Guid id, Body<AdjustServiceRequest> body, CommandDoor door)
    {
        var reason = Reason(body.Value.ReasonCode);
        return Act(
            body,
            door,
            id,
            Permission.AdjustService,
            (command, entry, day) =>
            {
                var adjustment = new AdjustmentId(Guid.CreateVersion7(command.Work.Now));
                var by = command.Caller.Signature();
                return VolunteerDayDecider.Decide(
                    new AdjustService(entry.Id, adjustment, entry.Volunteer, body.Value.Minutes, reason, by),
                    day
                );
            }
        );
    }

    private static Task<IResult> AskForCorrection(
        Guid id,
        Body<CorrectionRequest> body,
        CommandDoor door,
        VaultKey vaultKey
    )
    {
        var claim = body.Value.Claim.Trim();
        if (claim.Length is 0 or > LongestClaim)
        {
            throw new RefusedException("invalid-value", $"A claim has 1 to {LongestClaim} characters.", "claim");
        }

        return door.RunAsync(
            body,
            async command =>
            {
                var found = await ServiceEntryAction.FindAsync(command, id);
                var unit = found?.Row.Entry.Service.RecordingUnit;
                var isOwn = found is not null && found.Volunteer == command.Caller.Person;
                if (found is not { } entry || !(isOwn || command.Caller.May(Permission.RecordService, null, unit)))
                {
                    return new Refusal("not-found", "There is no such service entry.");
                }

                var correction = new CorrectionId(Guid.CreateVersion7(command.Work.Now));
                var ask = new RequestCorrection(entry.Id, correction, command.Caller.Signature());
                var vault = new Vault(command.Work.Connection, command.Work.Centre, vaultKey);
                await vault.PutAsync(entry.Volunteer.ToString(), $"claim:{correction}", claim);
                return await ServiceEntryAction.DecideAsync(
                    command,
                    entry,
                    (_, day) => VolunteerDayDecider.Decide(ask, day)
                );
            }
        );
    }

    private static Task<IResult> Act<T>(
        Body<T> body,
        CommandDoor door,
        Guid id,
        Permission permission,
        Func<Command, EntryAtHand, VolunteerDay, Decision> decide
    )
        where T : class =>
        door.RunAsync(
            body,
            command => ServiceEntryAction.RunAsync(command, id, permission, (entry, day) => decide(command, entry, day))
        );

    private static ServiceReason Reason(string code)
    {
        CheckCode(code);
        return ServiceReasons.Parse(code);
    }

    private static void CheckCode(string code)
    {
        if (code.Length is 0 or > 80)
        {
            throw new RefusedException("invalid-value", "A reason code has 1 to 80 characters.", "reasonCode");
        }
    }
}
