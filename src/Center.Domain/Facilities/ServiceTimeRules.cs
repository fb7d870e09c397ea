using System;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>One version of the rules of credited service time; minutes unless named otherwise.</summary>
/// <param name="Version">Its name; a version says one thing for ever.</param>
/// <param name="EffectiveFrom">Local date of the service from which it counts, inclusive.</param>
/// <param name="DailyCap">Most that one person is credited for one local day.</param>
/// <param name="ShortestEntry">Shortest service that counts.</param>
/// <param name="CountsTravel">Whether the way there counts.</param>
/// <param name="AutoCheckOutAfterEnd">How long after its planned end a forgotten check-out is provisionally closed.</param>
/// <param name="RepeatScanSeconds">Seconds within which a second scan of one person is a repetition.</param>
/// <param name="RecordWithinWorkingDays">
/// Working days within which service is to be recorded (Order 67 of the Ministry of Civil Affairs, 2020).
/// </param>
/// <param name="BackfillShareWarningPercent">Share of back-filled entries from which a warning is shown, in percent.</param>
/// <param name="StarMinutes">Credited minutes of each star level, rising.</param>
public sealed record ServiceTimeRules(
    string Version,
    DateOnly EffectiveFrom,
    int DailyCap,
    int ShortestEntry,
    bool CountsTravel,
    int AutoCheckOutAfterEnd,
    int RepeatScanSeconds,
    int RecordWithinWorkingDays,
    int BackfillShareWarningPercent,
    ValueList<int> StarMinutes
);
