using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Volunteering;

/// <summary>One local day of a volunteer.</summary>
/// <param name="Day">Local date of the centre.</param>
/// <param name="State">The day.</param>
public sealed record DayOfService(DateOnly Day, VolunteerDay State);

/// <summary>An entry on a statement.</summary>
/// <param name="Day">Local date of the centre.</param>
/// <param name="Entry">The entry as it stands.</param>
/// <param name="CreditedMinutes">Its part of the day's credited minutes; zero while it does not count.</param>
public sealed record StatementEntry(DateOnly Day, ServiceEntry Entry, Minutes CreditedMinutes);

/// <summary>An adjustment on a statement.</summary>
/// <param name="Day">Local date of the centre.</param>
/// <param name="Entry">The entry adjusted.</param>
/// <param name="Adjustment">What was changed.</param>
public sealed record StatementCorrection(DateOnly Day, ServiceEntryId Entry, ServiceAdjustment Adjustment);

/// <summary>
/// What a volunteer has done and what counts of it: a fold over days and nothing else, so that anybody who has the
/// events comes to the same.
/// </summary>
/// <param name="CreditedMinutes">Sum over the days.</param>
/// <param name="Entries">All entries by day, then start, then id.</param>
/// <param name="ByEvidence">Credited minutes by class, every class present; they sum to <paramref name="CreditedMinutes"/>.</param>
/// <param name="Corrections">Adjustments of credited entries, in the order of the entries.</param>
public sealed record VolunteerStatement(
    Minutes CreditedMinutes,
    ValueList<StatementEntry> Entries,
    IReadOnlyDictionary<EvidenceClass, Minutes> ByEvidence,
    ValueList<StatementCorrection> Corrections
)
{
    /// <summary>Makes the statement of some days.</summary>
    /// <param name="days">Each day once, in any order.</param>
    public static VolunteerStatement Of(IEnumerable<DayOfService> days)
    {
        var entries = days.SelectMany(EntriesOf)
            .OrderBy(line => line.Day)
            .ThenBy(line => line.Entry.Service.Window.Start)
            .ThenBy(line => line.Entry.Id.Value)
            .ToValueList();
        return new VolunteerStatement(
            Sum(entries),
            entries,
            Enum.GetValues<EvidenceClass>()
                .ToDictionary(
                    evidenceClass => evidenceClass,
                    evidenceClass => Sum(entries.Where(line => line.Entry.Evidence.Class() == evidenceClass))
                ),
            entries
                .Where(line => line.Entry.State == ServiceEntryState.Credited)
                .SelectMany(CorrectionsOf)
                .ToValueList()
        );
    }

    private static IEnumerable<StatementEntry> EntriesOf(DayOfService day)
    {
        var shares = day.State.Shares.ToDictionary(share => share.Entry.Id, share => share.Minutes);
        return day.State.Entries.Select(entry => new StatementEntry(
            day.Day,
            entry,
            shares.GetValueOrDefault(entry.Id, Minutes.Zero)
        ));
    }

    private static IEnumerable<StatementCorrection> CorrectionsOf(StatementEntry line) =>
        line.Entry.Adjustments.Select(adjustment => new StatementCorrection(line.Day, line.Entry.Id, adjustment));

    private static Minutes Sum(IEnumerable<StatementEntry> lines) =>
        lines.Aggregate(Minutes.Zero, (sum, line) => sum + line.CreditedMinutes);
}
