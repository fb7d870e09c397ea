using System;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Volunteering;

/// <summary>Decides what may happen to the service of one person on one local day.</summary>
public static class VolunteerDayDecider
{
    private const int LargestAdjustment = 24 * 60;

    /// <summary>A day without service.</summary>
    public static VolunteerDay Initial => VolunteerDay.Initial;

    /// <summary>Records an entry; time shared with another live entry is accepted and named.</summary>
    /// <param name="command">What to record.</param>
    /// <param name="state">The day so far.</param>
    public static Decision Decide(RecordService command, VolunteerDay state)
    {
        if (state.Find(command.Entry) is not null)
        {
            return Decision.Nothing;
        }

        var overlaps = state
            .Entries.Where(other => other.IsLive && other.Service.Window.Overlaps(command.Service.Window))
            .Select(object (other) => new OverlapDetected(command.Entry, other.Id));
        return Decision.Accept([Recorded(command), .. overlaps]);
    }

    /// <summary>Approves an entry: somebody else, and two different people for what was filled in afterwards.</summary>
    /// <param name="command">Who approves what.</param>
    /// <param name="state">The day so far.</param>
    public static Decision Decide(CreditService command, VolunteerDay state)
    {
        if (state.Find(command.Entry) is not { } entry)
        {
            return FourEyes.NoSuchEntry;
        }

        if (entry.IsLive && entry.Approvers.Any(command.By.IsSameHandAs))
        {
            return Decision.Nothing;
        }

        if (FourEyes.ForbidApproval(command, entry) is { } refusal)
        {
            return refusal;
        }

        return entry.State switch
        {
            ServiceEntryState.Credited => Decision.Nothing,
            ServiceEntryState.Recorded or ServiceEntryState.HalfCredited => Decision.Accept(
                new ServiceCredited(command.Entry, command.By, command.PolicyVersion, command.DailyCap)
            ),
            _ => FourEyes.WrongState(entry),
        };
    }

    /// <summary>Turns an entry down before it counts; anybody in charge may, the recorder too.</summary>
    /// <param name="command">Who turns down what, and why.</param>
    /// <param name="state">The day so far.</param>
    public static Decision Decide(RejectService command, VolunteerDay state) =>
        state.Find(command.Entry) switch
        {
            null => FourEyes.NoSuchEntry,
            { State: ServiceEntryState.Rejected } => Decision.Nothing,
            { State: ServiceEntryState.Recorded or ServiceEntryState.HalfCredited } => Decision.Accept(
                new ServiceRejected(command.Entry, command.By, command.Reason)
            ),
            { } entry => FourEyes.WrongState(entry),
        };

    /// <summary>Takes a credit back: somebody other than its approvers.</summary>
    /// <param name="command">Who takes back what, and why.</param>
    /// <param name="state">The day so far.</param>
    public static Decision Decide(RevokeCredit command, VolunteerDay state) =>
        state.Find(command.Entry) switch
        {
            null => FourEyes.NoSuchEntry,
            { State: ServiceEntryState.Revoked } => Decision.Nothing,
            { State: ServiceEntryState.Credited } entry => Unless(
                FourEyes.ForbidRevocation(command, entry),
                new CreditRevoked(command.Entry, command.By, command.Reason)
            ),
            { } entry => FourEyes.WrongState(entry),
        };

    /// <summary>Adds or takes minutes of a credited entry: signed, with a reason, by somebody other than its approvers.</summary>
    /// <param name="command">Who changes what, and why.</param>
    /// <param name="state">The day so far.</param>
    public static Decision Decide(AdjustService command, VolunteerDay state)
    {
        if (state.Find(command.Entry) is not { } entry)
        {
            return FourEyes.NoSuchEntry;
        }

        if (entry.Adjustments.Any(adjustment => adjustment.Id == command.Adjustment))
        {
            return Decision.Nothing;
        }

        if (command.Minutes is 0 or < -LargestAdjustment or > LargestAdjustment)
        {
            var wrong = new Refusal("invalid-value", "An adjustment is a number of minutes, not 0, at most a day.");
            return wrong.With("member", "minutes");
        }

        if (entry.State != ServiceEntryState.Credited)
        {
            return FourEyes.WrongState(entry);
        }

        return Unless(
            FourEyes.ForbidAdjustment(command, entry),
            new ServiceAdjusted(command.Entry, command.Adjustment, command.Minutes, command.Reason, command.By)
        );
    }

    /// <summary>Notes that somebody says an entry is wrong, whatever its state.</summary>
    /// <param name="command">Who asks about what.</param>
    /// <param name="state">The day so far.</param>
    public static Decision Decide(RequestCorrection command, VolunteerDay state)
    {
        if (state.Find(command.Entry) is not { } entry)
        {
            return FourEyes.NoSuchEntry;
        }

        return entry.Corrections.Contains(command.Correction)
            ? Decision.Nothing
            : Decision.Accept(new CorrectionRequested(command.Entry, command.Correction, command.By));
    }

    /// <summary>The day after one more event.</summary>
    /// <param name="state">The day before.</param>
    /// <param name="event">What happened; events of other streams change nothing.</param>
    public static VolunteerDay Evolve(VolunteerDay state, object @event) =>
        @event switch
        {
            ServiceRecorded e => state.Add(new(e.Entry, e.Service, e.Evidence, e.RecordedBy, e.WorkingDaysLate)),
            ServiceSelfReported e => state.Add(new(e.Entry, e.Service, Evidence.Self, e.RecordedBy, e.WorkingDaysLate)),
            ServiceBackfilled e => state.Add(
                new(e.Entry, e.Service, Evidence.Backfill, e.RecordedBy, e.WorkingDaysLate)
            ),
            ServiceCredited e => state.Change(e.Entry, entry => entry.ApprovedBy(e.CreditedBy)) with
            {
                DailyCap = e.DailyCap,
            },
            ServiceRejected e => state.Change(e.Entry, entry => entry with { State = ServiceEntryState.Rejected }),
            CreditRevoked e => state.Change(e.Entry, entry => entry with { State = ServiceEntryState.Revoked }),
            ServiceAdjusted e => state.Change(
                e.Entry,
                entry => entry with { Adjustments = entry.Adjustments.Add(new(e.Adjustment, e.Minutes, e.ReasonCode)) }
            ),
            CorrectionRequested e => state.Change(
                e.Entry,
                entry => entry with { Corrections = entry.Corrections.Add(e.Correction) }
            ),
            _ => state,
        };

    private static Decision Unless(Refusal? refusal, object @event) =>
        refusal is null ? Decision.Accept(@event) : Decision.Refuse(refusal);

    private static object Recorded(RecordService c) =>
        c.Evidence switch
        {
            Evidence.Self => new ServiceSelfReported(c.Entry, c.Service, c.By, c.WorkingDaysLate, c.Reason),
            Evidence.Backfill => new ServiceBackfilled(c.Entry, c.Service, c.By, c.WorkingDaysLate, c.Reason),
            _ => new ServiceRecorded(c.Entry, c.Service, c.Evidence, c.By, c.WorkingDaysLate, c.Reason),
        };
}
