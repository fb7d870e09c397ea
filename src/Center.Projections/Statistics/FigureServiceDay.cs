using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Statistics;

/// <summary>What one volunteer's day counts at present.</summary>
/// <param name="Id">Stream key of the day.</param>
/// <param name="Day">Local day of the service.</param>
/// <param name="Entries">The day's entries.</param>
/// <param name="DailyCap">The day's cap.</param>
/// <param name="Shares">What it counts.</param>
public sealed record FigureServiceDay(
    string Id,
    DateOnly Day,
    ValueList<ServiceEntry> Entries,
    Minutes DailyCap,
    ValueList<FigureShare> Shares
) : IViewRow
{
    internal const string Streams = "volunteer-day/";
    private const int DayLength = 10;

    internal static async ValueTask ApplyAsync(IEvent e, ViewRows rows, FigureDirectory directory)
    {
        var id = e.StreamKey!;
        var before = await rows.FindAsync<FigureServiceDay>(id);
        var day = DateOnly.ParseExact(id.AsSpan(id.Length - DayLength), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var state = VolunteerDayDecider.Evolve(
            before is null ? VolunteerDay.Initial : new VolunteerDay(before.Entries, before.DailyCap),
            e.Data
        );
        var after = new FigureServiceDay(id, day, state.Entries, state.DailyCap, SharesOf(day, state, directory));
        FigureCell.Recount(rows, before?.Shares ?? [], after.Shares);
        rows.Store(after);
    }

    private static ValueList<FigureShare> SharesOf(DateOnly day, VolunteerDay state, FigureDirectory directory)
    {
        var minutes = VolunteerDay
            .CreditedMinutesByLine(state)
            .Select(line => new FigureShare(
                CutOf(day, line.ServiceLine, line.Organisation, directory),
                new FigureCounts { ServiceMinutes = line.Minutes.Value }
            ));
        var entries = state
            .Entries.Where(entry => entry.IsLive)
            .Select(entry => new FigureShare(
                CutOf(day, entry.Service.ServiceLine, entry.Service.Organisation, directory),
                CountsOf(entry)
            ));
        return minutes
            .Concat(entries)
            .GroupBy(share => share.Cut)
            .Select(shares => new FigureShare(
                shares.Key,
                shares.Aggregate(FigureCounts.None, (sum, share) => sum + share.Counts)
            ))
            .OrderBy(share => share.Cut.Key(), StringComparer.Ordinal)
            .ToValueList();
    }

    private static FigureCounts CountsOf(ServiceEntry entry)
    {
        var adjustments = entry.State == ServiceEntryState.Credited ? entry.Adjustments : [];
        return new FigureCounts
        {
            ServiceEntries = 1,
            ServiceEntriesInTime = entry.WorkingDaysLate == 0 ? 1 : 0,
            MinutesAdded = adjustments.Sum(adjustment => Math.Max(0L, adjustment.Minutes)),
            MinutesTaken = adjustments.Sum(adjustment => Math.Max(0L, -(long)adjustment.Minutes)),
        };
    }

    private static FigureCut CutOf(DateOnly day, string line, string organisation, FigureDirectory directory) =>
        new(
            day,
            directory.AreaOfOrganisation(organisation),
            ServiceLine: line,
            Organisation: organisation,
            Party: directory.PartyOf(organisation)
        );
}
