using System;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Bookings;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Attendance;
using Center.Domain.Kernel;
using Center.Projections.Access;
using Center.Projections.Attendance;
using Center.Projections.Facilities;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Attendance;

/// <summary>Devices, their scans, and people counted at the door.</summary>
internal static class AttendanceEndpoints
{
    private const int LongestName = 100;
    private const int EarliestYear = 1900;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/devices", Enrol).Requires(Permission.EnrolDevices);
        api.MapDelete("/devices/{id:guid}", Retire).Requires(Permission.EnrolDevices);
        api.MapPost("/scans", Upload).Requires(Permission.RecordScans);
        api.MapPost("/scans/{device:guid}/{scanId}/annul", Annul).Requires(Permission.RecordScans);
        api.MapPost("/visits", CountVisitors).Requires(Permission.CountVisits);
    }

    private static Task<IResult> Enrol(Body<EnrolDeviceRequest> body, CommandDoor door, KeyIssuing keys)
    {
        var request = body.Value;
        if (request.Name.Trim().Length is 0 or > LongestName)
        {
            throw new RefusedException(
                "invalid-value",
                $"A device has a name of 1 to {LongestName} characters.",
                "name"
            );
        }

        return door.RunAsync(body, command => EnrolAsync(command, request, keys));
    }

    internal static async Task<Reply> EnrolAsync(Command command, EnrolDeviceRequest request, KeyIssuing keys)
    {
        var book = await command.Work.BookAsync();
        if (book.FindSite(request.Site) is null)
        {
            return new Refusal("invalid-value", "The centre has no such site.").With("member", "site");
        }

        // The device is known by the id of its key: the actor of its scans is then the device itself, and what staff
        // call it is the key's label in the vault.
        var grant = new Grant(Role.Device, Scope.OfSite(request.Site));
        var key = await keys.IssueAsync(command, new WantedKey(request.Name, grant, null, Permission.EnrolDevices));
        if (key.Refusal is { } refused)
        {
            return refused;
        }

        var device = new DeviceId(key.Id.Value);
        var ask = new EnrolDevice(request.Site, SiteKnown: true, request.ClockOffsetMs);
        var enrolled = await command.DecideAsync(
            DeviceDecider.Stream(device),
            DeviceDecider.Initial,
            DeviceDecider.Evolve,
            state => DeviceDecider.Decide(ask, state)
        );
        return enrolled.Refusal is { } refusal
            ? refusal
            : Reply.Created(
                $"/api/v1/devices/{device}",
                new EnrolledAnswer(device, key.Secret),
                enrolled.Version,
                bodyToKeep: new EnrolledAnswer(device, null)
            );
    }

    private static Task<IResult> Retire(Guid id, CommandDoor door) =>
        door.RunAsync(async command =>
        {
            var device = new DeviceId(id);
            var retired = await command.DecideAsync(
                DeviceDecider.Stream(device),
                DeviceDecider.Initial,
                DeviceDecider.Evolve,
                state => DeviceDecider.Decide(new RetireDevice(), state)
            );
            if (retired.Refusal is { } refusal)
            {
                return refusal;
            }

            var ask = new RevokeKey(new CredentialId(id), command.Caller.AsIssuer());
            var revoked = await command.DecideAsync(
                AccessView.StreamOf(device.ToString()),
                AccessDecider.Initial,
                AccessDecider.Evolve,
                state => AccessDecider.Decide(ask, state)
            );
            return revoked.Refusal is { } forbidden ? forbidden : Reply.NoContent();
        });

    private static Task<IResult> Upload(Body<ScanUploadRequest> body, CommandDoor door, BookingDesk desk)
    {
        ScanChecks.Check(body.Value);
        return door.RunAsync(body, command => new ScanUpload(command, body.Value, desk).RecordAsync());
    }

    private static Task<IResult> Annul(Guid device, string scanId, Body<AnnulScanRequest> body, CommandDoor door) =>
        door.RunAsync(
            body,
            command =>
                ScanAnnulment.AnnulAsync(command, new ScanKey(new DeviceId(device), scanId), body.Value.ReasonCode)
        );

    private static Task<IResult> CountVisitors(Body<CountVisitorsRequest> body, CommandDoor door)
    {
        var request = body.Value;
        if (request.Date.Year < EarliestYear)
        {
            throw new RefusedException("invalid-value", $"Visits are counted from {EarliestYear} on.", "date");
        }

        return door.RunAsync(body, command => CountAsync(command, request));
    }

    internal static async Task<Reply> CountAsync(Command command, CountVisitorsRequest request)
    {
        var book = await command.Work.BookAsync();
        if (book.FindSite(request.Site) is null)
        {
            return new Refusal("invalid-value", "The centre has no such site.").With("member", "site");
        }

        if (!command.Caller.May(Permission.CountVisits, request.Site))
        {
            return new Refusal("forbidden", "The site is outside your scope.");
        }

        var now = command.Work.Now;
        var ask = new CountVisitors(request.Count, request.Method, request.Date, book.Zone.DateOf(now), now);
        var counted = await command.DecideAsync(
            VisitDecider.Stream(request.Site, request.Date),
            VisitDecider.Initial,
            VisitDecider.Evolve,
            state => VisitDecider.Decide(ask, state)
        );
        return counted.Refusal is { } refusal
            ? refusal
            : Reply.Ok(VisitsAnswer.Of(request.Site, request.Date, counted.State), counted.Version);
    }
}
