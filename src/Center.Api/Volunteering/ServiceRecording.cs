using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;
using Center.Projections.Facilities;

namespace Center.Api.Volunteering;

/// <summary>Records a service: checks what it names, splits it at midnight, and writes every part or none.</summary>
internal static class ServiceRecording
{
    public static async Task<Reply> RecordAsync(Command command, RecordServiceRequest request)
    {
        var service = ServiceOf(request);
        var book = await command.Work.BookAsync();
        var day = book.Zone.DateOf(service.Window.Start);
        if (await RefuseAsync(command, request, book) is { } refusal)
        {
            return refusal;
        }

        if (ServiceRules.On(book, day) is not { } rules)
        {
            return ServiceRules.BeforeAny;
        }

        command.ActAs(NeededFor(command, request), rules.Version);
        var admitted = ServiceAdmission.Split(service, command.Work.Now, rules, book.Zone);
        return admitted.Refusal is { } no ? no : await AppendAsync(command, request, book, admitted.Parts);
    }

    private static async Task<Reply> AppendAsync(
        Command command,
        RecordServiceRequest request,
        CentreBook book,
        IReadOnlyList<ServicePart> parts
    )
    {
        var answers = new List<ServiceEntryAnswer>();
        var version = 0L;
        foreach (var part in parts)
        {
            var stream = VolunteerDay.StreamOf(request.Person, part.Day);
            await command.Work.LockStreamAsync(stream);
            var record = CommandOf(command, request, book, part);
            var decided = await command.DecideAsync(
                stream,
                VolunteerDayDecider.Initial,
                VolunteerDayDecider.Evolve,
                state => VolunteerDayDecider.Decide(record, state)
            );
            if (decided.Refusal is { } refusal)
            {
                return refusal;
            }

            answers.Add(ServiceEntryAnswer.Of(request.Person, part.Day, decided.State, record.Entry));
            version = answers.Count == 1 ? decided.Version : version;
        }

        var first = answers[0];
        var answer = answers.Count == 1 ? first : first with { Parts = answers };
        return Reply.Created($"/api/v1/service-entries/{first.Id}", answer, version);
    }

    private static RecordService CommandOf(
        Command command,
        RecordServiceRequest request,
        CentreBook book,
        ServicePart part
    )
    {
        var now = command.Work.Now;
        return new RecordService(
            new ServiceEntryId(command.NewId(now)),
            part.Service,
            request.Evidence,
            command.Caller.Signature(),
            RecordingTime.WorkingDaysLate(
                part.Day,
                book.Zone.DateOf(now),
                ServiceRules.On(book, part.Day)!,
                book.HolidayCalendar
            ),
            request.ReasonCode is { } code ? ServiceReasons.Parse(code) : null
        );
    }

    private static async Task<Refusal?> RefuseAsync(Command command, RecordServiceRequest request, CentreBook book)
    {
        var needed = NeededFor(command, request);
        if (needed == Permission.RecordService && !command.Caller.May(needed, organisation: request.RecordingUnit))
        {
            return new Refusal("forbidden", "You may report your own service; a coordinator records for others.");
        }

        return book.ServiceLines.All(line => line.Code != request.ServiceLine)
                ? Invalid("serviceLine", "The centre has no such service line.")
            : IsUnknown(book, request.Organisation) ? Invalid("organisation", "The centre has no such organisation.")
            : IsUnknown(book, request.RecordingUnit) ? Invalid("recordingUnit", "The centre has no such organisation.")
            : request.Shift is not null ? Invalid("shift", "There is no such shift.")
            : await Volunteers.RefuseUnknownAsync(command.Work, request.Person);
    }

    // One's own report is the weakest that a volunteer can send; every other evidence is somebody else's word.
    private static Permission NeededFor(Command command, RecordServiceRequest request) =>
        request.Evidence == Evidence.Self && request.Person == command.Caller.Person
            ? Permission.ReportOwnService
            : Permission.RecordService;

    private static ServiceDone ServiceOf(RecordServiceRequest request)
    {
        var window =
            TimeWindow.TryMake(request.Start, request.End)
            ?? throw new RefusedException("invalid-window", "The end lies after the start.", "end");
        return request.BreakMinutes is < 0
            ? throw new RefusedException("invalid-value", "A break has no negative minutes.", "breakMinutes")
            : new ServiceDone(
                window,
                new Minutes(request.BreakMinutes ?? 0),
                request.ServiceLine,
                request.Organisation,
                request.RecordingUnit
            );
    }

    private static bool IsUnknown(CentreBook book, string organisation) =>
        book.Organisations.All(known => known.Code != organisation);

    private static Refusal Invalid(string member, string detail) =>
        new Refusal("invalid-value", detail).With("member", member);
}
