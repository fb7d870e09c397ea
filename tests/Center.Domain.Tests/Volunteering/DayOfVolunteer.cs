using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;
using Shouldly;

namespace Center.Domain.Tests.Volunteering;

/// <summary>Given what happened on a volunteer's day, when a command comes, then these events.</summary>
internal sealed class DayOfVolunteer(IReadOnlyList<object> given)
{
    public static readonly DateOnly Date = new(2026, 3, 14);
    public static readonly CentreZone Zone = new("Asia/Shanghai");
    public static readonly PersonId Volunteer = new(new Guid("0190c1a0-0000-7000-8000-0000000000aa"));
    public static readonly Signatory Recorder = new("key:recorder");
    public static readonly Signatory Approver = new("key:approver");
    public static readonly Signatory Second = new("key:second");
    public static readonly Minutes Cap = new(480);

    public static readonly ServiceTimeRules Rules = new(
        "2018-11-26",
        new DateOnly(2018, 11, 26),
        DailyCap: 480,
        ShortestEntry: 15,
        CountsTravel: false,
        AutoCheckOutAfterEnd: 30,
        RepeatScanSeconds: 120,
        RecordWithinWorkingDays: 10,
        BackfillShareWarningPercent: 20,
        StarMinutes: [6000, 18000]
    );

    public VolunteerDay State { get; } = given.Aggregate(VolunteerDayDecider.Initial, VolunteerDayDecider.Evolve);

    public static DayOfVolunteer Given(params object[] events) => new(events);

    public Outcome When(RecordService command) => new(this, state => VolunteerDayDecider.Decide(command, state));

    public Outcome When(CreditService command) => new(this, state => VolunteerDayDecider.Decide(command, state));

    public Outcome When(RejectService command) => new(this, state => VolunteerDayDecider.Decide(command, state));

    public Outcome When(RevokeCredit command) => new(this, state => VolunteerDayDecider.Decide(command, state));

    public Outcome When(AdjustService command) => new(this, state => VolunteerDayDecider.Decide(command, state));

    public Outcome When(RequestCorrection command) => new(this, state => VolunteerDayDecider.Decide(command, state));

    public static ServiceEntryId Id(int number) => new(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]));

    public static DateTimeOffset At(int hour, int minute = 0) =>
        Zone.DayOf(Date).Start.AddMinutes((hour * 60) + minute);

    public static ServiceDone Service(DateTimeOffset start, DateTimeOffset end, int breakMinutes = 0) =>
        new(
            new TimeWindow(start, end),
            new Minutes(breakMinutes),
            "social-work-and-volunteering",
            "lvcheng-social-work-station",
            "lvcheng-social-work-station"
        );

    public static ServiceRecorded Recorded(int id, int fromHour, int toHour, Evidence evidence = Evidence.Roster) =>
        new(Id(id), Service(At(fromHour), At(toHour)), evidence, Recorder, 0, null);

    public static ServiceBackfilled Backfilled(int id, int fromHour, int toHour) =>
        new(Id(id), Service(At(fromHour), At(toHour)), Recorder, 0, ServiceReason.PaperList);

    public static ServiceSelfReported SelfReported(int id, int fromHour, int toHour) =>
        new(Id(id), Service(At(fromHour), At(toHour)), new Signatory("key:own", Volunteer), 0, null);

    public static ServiceCredited Credited(int id, Signatory? by = null) =>
        new(Id(id), by ?? Approver, "2018-11-26", Cap);

    public static CreditService Credit(int id, Signatory by, params Signatory[] issuers) =>
        new(Id(id), Volunteer, by, issuers.ToValueList(), "2018-11-26", Cap);

    public static AdjustmentId Adjustment(int number) => new(Id(number).Value);
}

/// <summary>What a command came to.</summary>
internal sealed class Outcome(DayOfVolunteer day, Func<VolunteerDay, Decision> decide)
{
    private readonly Decision _decision = decide(day.State);

    /// <summary>Accepted with these events, and writes nothing when it comes again.</summary>
    public VolunteerDay Then(params object[] events)
    {
        _decision.Refusal.ShouldBeNull();
        _decision.Events.ShouldBe(events);
        var after = events.Aggregate(day.State, VolunteerDayDecider.Evolve);
        var again = decide(after);
        again.Refusal.ShouldBeNull();
        again.Events.ShouldBeEmpty();
        return after;
    }

    public void ThenNothing()
    {
        _decision.Refusal.ShouldBeNull();
        _decision.Events.ShouldBeEmpty();
    }

    public void ThenRefused(string code)
    {
        _decision.Refusal.ShouldNotBeNull().Code.ShouldBe(code);
        _decision.Events.ShouldBeEmpty();
    }
}
