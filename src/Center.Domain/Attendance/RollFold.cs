using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Attendance;

/// <summary>One person's line on a roll.</summary>
/// <param name="Person">Who.</param>
/// <param name="FirstIn">When the person first came, or null when only scanned out.</param>
/// <param name="LastOut">When the person last left, or null.</param>
/// <param name="Minutes">Whole minutes between an in and its own out, summed before rounding down.</param>
/// <param name="Provisional">Whether something is open: still in, an end missing, or evidence that needs a person.</param>
/// <param name="Present">Whether the last scan that counts was in.</param>
/// <param name="Flags">What was noticed, sorted, each once.</param>
public sealed record RollLine(
    PersonId Person,
    DateTimeOffset? FirstIn,
    DateTimeOffset? LastOut,
    Minutes Minutes,
    bool Provisional,
    bool Present,
    ValueList<ScanFlag> Flags
)
{
    /// <summary>Whether at least one scan counts, so that the person was there.</summary>
    public bool Counted => FirstIn is not null || LastOut is not null;
}

/// <summary>One scan and what it did.</summary>
/// <param name="Scan">The scan.</param>
/// <param name="Flag">What follows from the scans around it, or null when it is a plain in or its out.</param>
/// <param name="Stay">The stay that it ended, or null.</param>
internal sealed record ScanEffect(ScanRecorded Scan, ScanFlag? Flag, TimeSpan? Stay)
{
    public bool Counts => Flag is not (ScanFlag.Repeat or ScanFlag.NeedsPerson);
}

/// <summary>
/// Works a roll out of its scans by the time when they happened, then device, then the device's number: never by
/// arrival, so that an offline upload gives the same roll as the same scans sent at once.
/// </summary>
public static class RollFold
{
    /// <summary>The lines of a roll, by first appearance.</summary>
    /// <param name="roll">The roll.</param>
    /// <param name="repeatWithin">How long after a scan the same one again is a repeat, inclusive (house rule).</param>
    public static ValueList<RollLine> Of(Roll roll, TimeSpan repeatWithin)
    {
        ArgumentNullException.ThrowIfNull(roll);
        return Standing(roll)
            .GroupBy(scan => scan.Person)
            .Select(scans => Line(scans.Key, Effects(scans, repeatWithin)))
            .OrderBy(line => line.FirstIn ?? line.LastOut ?? DateTimeOffset.MaxValue)
            .ThenBy(line => line.Person.Value)
            .ToValueList();
    }

    internal static IReadOnlyList<ScanEffect> Effects(Roll roll, PersonId person, TimeSpan repeatWithin) =>
        Effects(Standing(roll).Where(scan => scan.Person == person), repeatWithin);

    internal static IOrderedEnumerable<ScanRecorded> InOrder(IEnumerable<ScanRecorded> scans) =>
        scans
            .OrderBy(scan => scan.EffectiveAt)
            .ThenBy(scan => scan.Device.Value)
            .ThenBy(scan => scan.DeviceSeq)
            .ThenBy(scan => scan.ScanId, StringComparer.Ordinal);

    private static IEnumerable<ScanRecorded> Standing(Roll roll) =>
        roll.Scans.Where(pair => !roll.Annulled.Contains(pair.Key)).Select(pair => pair.Value);

    private static List<ScanEffect> Effects(IEnumerable<ScanRecorded> scans, TimeSpan repeatWithin)
    {
        var effects = new List<ScanEffect>();
        ScanRecorded? last = null;
        foreach (var scan in InOrder(scans))
        {
            var effect = Effect(scan, last, repeatWithin);
            last = effect.Counts ? scan : last;
            effects.Add(effect);
        }

        return effects;
    }

    private static ScanEffect Effect(ScanRecorded scan, ScanRecorded? last, TimeSpan repeatWithin)
    {
        if (scan.Flags.Contains(ScanFlag.NeedsPerson))
        {
            return new ScanEffect(scan, ScanFlag.NeedsPerson, null);
        }

        if (last?.Direction == scan.Direction && scan.EffectiveAt - last.EffectiveAt <= repeatWithin)
        {
            return new ScanEffect(scan, ScanFlag.Repeat, null);
        }

        return (last?.Direction, scan.Direction) switch
        {
            (ScanDirection.In, ScanDirection.In) => new ScanEffect(scan, ScanFlag.DoubleIn, null),
            (ScanDirection.In, ScanDirection.Out) => new ScanEffect(scan, null, scan.EffectiveAt - last!.EffectiveAt),
            (_, ScanDirection.Out) => new ScanEffect(scan, ScanFlag.UnpairedOut, null),
            _ => new ScanEffect(scan, null, null),
        };
    }

    private static RollLine Line(PersonId person, List<ScanEffect> effects)
    {
        var counted = effects.Where(effect => effect.Counts).Select(effect => effect.Scan).ToList();
        var present = counted.LastOrDefault()?.Direction == ScanDirection.In;
        var open = effects.Any(effect =>
            effect.Flag is ScanFlag.DoubleIn or ScanFlag.UnpairedOut or ScanFlag.NeedsPerson
        );
        var ticks = effects.Sum(effect => effect.Stay?.Ticks ?? 0);
        return new RollLine(
            person,
            counted.Find(scan => scan.Direction == ScanDirection.In)?.EffectiveAt,
            counted.FindLast(scan => scan.Direction == ScanDirection.Out)?.EffectiveAt,
            new Minutes(checked((int)(ticks / TimeSpan.TicksPerMinute))),
            present || open,
            present,
            effects.SelectMany(Flags).Distinct().Order().ToValueList()
        );
    }

    private static IEnumerable<ScanFlag> Flags(ScanEffect effect)
    {
        var ownOnes = effect.Scan.Flags.Where(flag =>
            flag is not (ScanFlag.Repeat or ScanFlag.DoubleIn or ScanFlag.UnpairedOut)
        );
        return effect.Flag is { } flag ? ownOnes.Append(flag) : ownOnes;
    }
}
