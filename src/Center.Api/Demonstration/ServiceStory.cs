using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Attendance;
using Center.Api.Bookings;
using Center.Api.Plumbing;
using Center.Api.Volunteering;
using Center.Domain.Access;
using Center.Domain.Attendance;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;

namespace Center.Api.Demonstration;

/// <summary>Volunteers serve; one records it, another credits it, and now and then something is wrong.</summary>
/// <param name="stage">The stage.</param>
/// <param name="desk">Where scans check bookings in.</param>
internal sealed class ServiceStory(Stage stage, BookingDesk desk)
{
    private static readonly (Evidence, int)[] _evidence =
    [
        (Evidence.Scans, 25),
        (Evidence.OneSided, 10),
        (Evidence.Roster, 45),
        (Evidence.Self, 14),
        (Evidence.Backfill, 6),
    ];

    private KeyHolder Recorder => stage.Cast.Coordinators[0];

    private KeyHolder Approver => stage.Cast.Coordinators[1];

    /// <summary>Plans the services of a day.</summary>
    public void Plan(DateOnly day)
    {
        for (var i = Crowd.Of(stage.Book, day).Services; i > 0 && stage.Cast.Volunteers.Count > 0; i--)
        {
            var start =
                stage.Zone.InstantOf(day, new TimeOnly(8, 30))
                + (TimeSpan.FromMinutes(15) * stage.Chance.Between(0, 34));
            var end = start + (TimeSpan.FromMinutes(15) * stage.Chance.Between(3, 14));
            Plan(stage.Chance.Skewed(stage.Cast.Volunteers), new TimeWindow(start, end));
        }
    }

    private void Plan(TeamVolunteer volunteer, TimeWindow window)
    {
        var evidence = stage.Chance.Of(_evidence);
        if (evidence is Evidence.Scans or Evidence.OneSided)
        {
            stage.Agenda.At(window.Start, now => ScanAsync(now, volunteer.Resident, ScanDirection.In));
        }

        if (evidence == Evidence.Scans)
        {
            stage.Agenda.At(window.End, now => ScanAsync(now, volunteer.Resident, ScanDirection.Out));
        }

        var request = new RecordServiceRequest(
            volunteer.Resident.Person,
            window.Start,
            window.End,
            evidence,
            LineOf(),
            volunteer.Organisation,
            volunteer.Organisation,
            window.Duration > TimeSpan.FromHours(2) ? 15 : null,
            ReasonCode: evidence == Evidence.Backfill ? "paper-list" : null
        );
        var delay =
            evidence == Evidence.Backfill
                ? stage.Chance.Minutes(4 * 24 * 60, 20 * 24 * 60)
                : stage.Chance.Minutes(10, 300);
        stage.Agenda.At(window.End + delay, now => RecordAsync(now, volunteer.Resident, request));
    }

    private async Task RecordAsync(DateTimeOffset now, Resident volunteer, RecordServiceRequest request)
    {
        var caller = request.Evidence == Evidence.Self ? volunteer.Caller : Recorder.Caller;
        var day = stage.Zone.DateOf(request.Start);
        var stream = VolunteerDay.StreamOf(request.Person, day);
        var command = await stage.Telling.BeginAsync(caller, now, stream);
        var reply = await ServiceRecording.RecordAsync(command, request);
        if (stage.Tally.Accepted<ServiceEntryAnswer>(reply) is { } entry)
        {
            PlanJudgement(now, entry.Id.Value, request.Evidence, stream);
        }
    }

    private void PlanJudgement(DateTimeOffset now, Guid entry, Evidence evidence, string stream)
    {
        var first = now + stage.Chance.Minutes(14 * 60, 50 * 60);
        if (stage.Chance.Happens(5))
        {
            stage.Agenda.At(first, then => RejectAsync(then, entry, stream));
            return;
        }

        stage.Agenda.At(first, then => CreditAsync(then, entry, stream, Approver.Caller));
        if (evidence == Evidence.Backfill)
        {
            var second = first + stage.Chance.Minutes(60, 26 * 60);
            stage.Agenda.At(second, then => CreditAsync(then, entry, stream, stage.Cast.Manager.Caller));
            return;
        }

        PlanCorrection(first + stage.Chance.Minutes(60, 72 * 60), entry, stream);
    }

    private void PlanCorrection(DateTimeOffset at, Guid entry, string stream)
    {
        var fate = stage.Chance.Between(1, 100);
        if (fate <= 5)
        {
            var minutes = stage.Chance.Of([-30, -15, -10, 15]);
            stage.Agenda.At(at, then => AdjustAsync(then, entry, stream, minutes));
        }
        else if (fate == 6)
        {
            stage.Agenda.At(at, then => RevokeAsync(then, entry, stream));
        }
    }

    private async Task CreditAsync(DateTimeOffset now, Guid entry, string stream, Caller by)
    {
        var command = await stage.Telling.BeginAsync(by, now, stream);
        stage.Tally.Refused((await ServiceCrediting.CreditAsync(command, entry)).Refusal);
    }

    private Task RejectAsync(DateTimeOffset now, Guid entry, string stream)
    {
        var reason = stage.Chance.Of([ServiceReason.NotConfirmed, ServiceReason.Duplicate, ServiceReason.NotHeld]);
        return ActAsync(
            now,
            entry,
            stream,
            Approver.Caller,
            Permission.CreditService,
            (command, about, day) =>
                VolunteerDayDecider.Decide(new RejectService(about.Id, command.Caller.Signature(), reason), day)
        );
    }

    private Task RevokeAsync(DateTimeOffset now, Guid entry, string stream) =>
        ActAsync(
            now,
            entry,
            stream,
            stage.Cast.Manager.Caller,
            Permission.CreditService,
            (command, about, day) =>
                VolunteerDayDecider.Decide(
                    new RevokeCredit(about.Id, command.Caller.Signature(), ServiceReason.WrongPerson),
                    day
                )
        );

    private Task AdjustAsync(DateTimeOffset now, Guid entry, string stream, int minutes) =>
        ActAsync(
            now,
            entry,
            stream,
            stage.Cast.Manager.Caller,
            Permission.AdjustService,
            (command, about, day) =>
                VolunteerDayDecider.Decide(
                    new AdjustService(
                        about.Id,
                        new AdjustmentId(command.NewId(command.Work.Now)),
                        about.Volunteer,
                        minutes,
                        ServiceReason.WrongTime,
                        command.Caller.Signature()
                    ),
                    day
                )
        );

    private async Task ActAsync(
        DateTimeOffset now,
        Guid entry,
        string stream,
        Caller by,
        Permission permission,
        Func<Command, EntryAtHand, VolunteerDay, Decision> decide
    )
    {
        var command = await stage.Telling.BeginAsync(by, now, stream);
        var reply = await ServiceEntryAction.RunAsync(
            command,
            entry,
            permission,
            (about, day) => decide(command, about, day)
        );
        stage.Tally.Refused(reply.Refusal);
    }

    private async Task ScanAsync(DateTimeOffset now, Resident volunteer, ScanDirection direction)
    {
        var site = stage.MainSite;
        var scanner = stage.Chance.Of(stage.Cast.Scanners[site]);
        var scan = Scanning.Of(scanner, volunteer.Person, direction, now) with { Site = site };
        var command = await stage.Telling.BeginAsync(scanner.Holder.Caller, now);
        var upload = new ScanUploadRequest(scanner.Device.Value, [scan]);
        stage.Tally.Accepted<ScanUploadAnswer>(await new ScanUpload(command, upload, desk).RecordAsync());
    }

    private string LineOf() => stage.Chance.Skewed([.. stage.Book.ServiceLines.Select(line => line.Code).Reverse()]);
}
