using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;
using Center.Projections.Volunteering;

namespace Center.Api.Volunteering;

/// <summary>A service entry.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Person">The volunteer.</param>
/// <param name="Day">Local date of the centre.</param>
/// <param name="Start">From.</param>
/// <param name="End">To, exclusive.</param>
/// <param name="BreakMinutes">Minutes off the end.</param>
/// <param name="RawMinutes">Minutes from start to end.</param>
/// <param name="Evidence">How it is known.</param>
/// <param name="EvidenceClass">A to E.</param>
/// <param name="ServiceLine">Code of the service line.</param>
/// <param name="Organisation">Code of the organisation.</param>
/// <param name="RecordingUnit">Code of the recording organisation.</param>
/// <param name="State">Where it stands.</param>
/// <param name="CreditedMinutes">Its part of the day's credited minutes; absent in lists of entries.</param>
/// <param name="WorkingDaysLate">Working days past the time for recording.</param>
/// <param name="RecordedBy">Subject that recorded it.</param>
/// <param name="ApprovedBy">Subjects that approved it.</param>
/// <param name="Adjustments">Minutes added and taken.</param>
/// <param name="CorrectionsRequested">How often a correction was asked for.</param>
internal sealed record ServiceEntryAnswer(
    ServiceEntryId Id,
    PersonId Person,
    DateOnly Day,
    DateTimeOffset Start,
    DateTimeOffset End,
    Minutes BreakMinutes,
    Minutes RawMinutes,
    Evidence Evidence,
    string EvidenceClass,
    string ServiceLine,
    string Organisation,
    string RecordingUnit,
    ServiceEntryState State,
    Minutes? CreditedMinutes,
    int WorkingDaysLate,
    string RecordedBy,
    IReadOnlyList<string> ApprovedBy,
    ValueList<ServiceAdjustment> Adjustments,
    int CorrectionsRequested
)
{
    /// <summary>Every part of a service that went over midnight, this one included; absent for a single day.</summary>
    public IReadOnlyList<ServiceEntryAnswer>? Parts { get; init; }

    public static ServiceEntryAnswer Of(PersonId person, DateOnly day, ServiceEntry entry, Minutes? credited) =>
        new(
            entry.Id,
            person,
            day,
            entry.Service.Window.Start,
            entry.Service.Window.End,
            entry.Service.BreakMinutes,
            entry.RawMinutes,
            entry.Evidence,
            entry.Evidence.Class().ToString(),
            entry.Service.ServiceLine,
            entry.Service.Organisation,
            entry.Service.RecordingUnit,
            entry.State,
            credited,
            entry.WorkingDaysLate,
            entry.RecordedBy.Subject,
            [.. entry.Approvers.Select(approver => approver.Subject)],
            entry.Adjustments,
            entry.Corrections.Count
        );

    /// <summary>An entry within its day.</summary>
    public static ServiceEntryAnswer Of(PersonId person, DateOnly day, VolunteerDay state, ServiceEntryId id) =>
        Of(
            person,
            day,
            state.Find(id)!,
            state.Shares.FirstOrDefault(share => share.Entry.Id == id)?.Minutes ?? Minutes.Zero
        );

    /// <summary>An entry in a list.</summary>
    public static ServiceEntryAnswer Of(ServiceEntryRow row) => Of(row.Person, row.Day, row.Entry, null);
}

/// <summary>What a volunteer has done and what counts of it.</summary>
/// <param name="Person">The volunteer.</param>
/// <param name="From">First local date.</param>
/// <param name="To">Last local date.</param>
/// <param name="CreditedMinutes">Minutes that count.</param>
/// <param name="Entries">All entries with their part of the minutes.</param>
/// <param name="ByEvidence">Minutes by evidence class A to E; they sum to the credited minutes.</param>
/// <param name="Corrections">Minutes added and taken.</param>
/// <param name="Position">Position of the log that the statement was computed at; as of it, it stays the same.</param>
internal sealed record StatementAnswer(
    PersonId Person,
    DateOnly From,
    DateOnly To,
    Minutes CreditedMinutes,
    IReadOnlyList<ServiceEntryAnswer> Entries,
    IReadOnlyDictionary<string, Minutes> ByEvidence,
    CorrectionsAnswer Corrections,
    long Position
)
{
    public static StatementAnswer Of(
        PersonId person,
        DateOnly from,
        DateOnly to,
        VolunteerStatement statement,
        long position
    ) =>
        new(
            person,
            from,
            to,
            statement.CreditedMinutes,
            [
                .. statement.Entries.Select(line =>
                    ServiceEntryAnswer.Of(person, line.Day, line.Entry, line.CreditedMinutes)
                ),
            ],
            statement.ByEvidence.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value),
            CorrectionsAnswer.Of(statement.Corrections),
            position
        );
}

/// <summary>Adjustments of credited entries.</summary>
/// <param name="Added">Minutes added.</param>
/// <param name="Taken">Minutes taken, not negative.</param>
/// <param name="Net">Added less taken.</param>
internal sealed record CorrectionsAnswer(int Added, int Taken, int Net)
{
    public static CorrectionsAnswer Of(IEnumerable<StatementCorrection> corrections)
    {
        var minutes = corrections.Select(correction => correction.Adjustment.Minutes).ToList();
        var added = minutes.Where(change => change > 0).Sum();
        return new CorrectionsAnswer(added, added - minutes.Sum(), minutes.Sum());
    }
}
