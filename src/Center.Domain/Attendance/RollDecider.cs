using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Attendance;

/// <summary>Decides about the scans at one place. A scan that happened is never thrown away.</summary>
public static class RollDecider
{
    private static readonly TimeSpan DeviceMayAnnulFor = TimeSpan.FromMinutes(15);

    /// <summary>A place where nobody was scanned yet.</summary>
    public static Roll Initial { get; } = new();

    /// <summary>The state after one more event.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="event">The event; others than the roll's own change nothing.</param>
    public static Roll Evolve(Roll state, object @event)
    {
        ArgumentNullException.ThrowIfNull(state);
        return @event switch
        {
            ScanRecorded recorded => state.With(recorded),
            ScanRefused refused => state with
            {
                Refused = state.Refused.Add(new ScanKey(refused.Device, refused.ScanId)),
            },
            ScanAnnulled annulled => state with
            {
                Annulled = state.Annulled.Add(new ScanKey(annulled.Device, annulled.ScanId)),
            },
            _ => state,
        };
    }

    /// <summary>Records the scan, or that it can be on no roll. Never refuses; a scan already here decides nothing.</summary>
    /// <param name="command">What was scanned.</param>
    /// <param name="state">The roll so far.</param>
    public static Decision Decide(RecordScan command, Roll state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        var scan = command.Scan;
        if (state.Knows(new ScanKey(scan.Device, scan.ScanId)))
        {
            return Decision.Nothing;
        }

        if (command.Refusal is { } reason)
        {
            return Decision.Accept(Refused(command, reason));
        }

        if (scan.Person is not { } person)
        {
            return Decision.Accept(Refused(command, ScanRefusalReason.UnknownPerson));
        }

        var recorded = Recorded(command, person);
        recorded = recorded with { Flags = Judged(recorded, state, command.RepeatWithin) };
        return command.NumberedLike is { } other
            ? Decision.Accept(
                recorded,
                new ScanConflictFlagged(scan.ScanId, scan.Device, ScanConflict.SequenceReused, other)
            )
            : Decision.Accept(recorded);
    }

    /// <summary>
    /// Annuls. The device itself may take back what it sent for 15 minutes, later it takes a steward. Refusals:
    /// <c>not-found</c>, <c>forbidden</c> (another device), <c>wrong-state</c> (the scan is on no roll), <c>lapsed</c>.
    /// </summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">The roll so far.</param>
    public static Decision Decide(AnnulScan command, Roll state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        if (command.By is { } device && device != command.Scan.Device)
        {
            return Decision.Refuse("forbidden", "A device annuls its own scans only.");
        }

        if (!state.Scans.TryGetValue(command.Scan, out var scan))
        {
            return state.Refused.Contains(command.Scan)
                ? Decision.Refuse("wrong-state", "The scan is on no roll, there is nothing to annul.")
                : Decision.Refuse("not-found", "No such scan.");
        }

        if (state.Annulled.Contains(command.Scan))
        {
            return Decision.Nothing;
        }

        return command.By is not null && command.At - scan.ReceivedAt > DeviceMayAnnulFor
            ? Decision.Refuse("lapsed", "A device annuls a scan within 15 minutes; ask a steward.")
            : Decision.Accept(
                new ScanAnnulled(scan.ScanId, scan.Device, scan.Person, scan.Site, scan.Day, command.Reason)
            );
    }

    private static ScanRecorded Recorded(RecordScan command, PersonId person) =>
        new(
            command.Scan.ScanId,
            command.Scan.Device,
            command.Scan.DeviceSeq,
            person,
            command.Scan.Direction,
            command.Site,
            command.Day,
            command.Times.OccurredAt,
            command.Times.ReceivedAt,
            command.Times.EffectiveAt,
            Seen(command)
        );

    private static ScanRefused Refused(RecordScan command, ScanRefusalReason reason) =>
        new(
            command.Scan.ScanId,
            command.Scan.Device,
            command.Scan.DeviceSeq,
            command.Scan.Person,
            command.Scan.Direction,
            command.Site,
            command.Day,
            command.Times.OccurredAt,
            command.Times.ReceivedAt,
            command.Times.EffectiveAt,
            Seen(command),
            reason
        );

    private static ValueList<ScanFlag> Seen(RecordScan command)
    {
        var flags = new SortedSet<ScanFlag>();
        if (command.Times.Flag is { } flag)
        {
            flags.Add(flag);
        }

        if (command.OutsideCheckIn)
        {
            flags.Add(ScanFlag.OutsideCheckIn);
        }

        if (command.NumberedLike is not null)
        {
            flags.Add(ScanFlag.SequenceReused);
        }

        return flags.ToValueList();
    }

    // What the device is told now. The roll works these flags out again, since an earlier scan may still arrive.
    private static ValueList<ScanFlag> Judged(ScanRecorded scan, Roll state, TimeSpan repeatWithin)
    {
        var effect = RollFold
            .Effects(state.With(scan), scan.Person, repeatWithin)
            .First(known => known.Scan.Key == scan.Key);
        return effect.Flag is { } flag ? scan.Flags.Append(flag).Distinct().Order().ToValueList() : scan.Flags;
    }
}
