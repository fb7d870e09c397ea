using System;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.Tests.Kernel;
using Center.Domain.Volunteering;

namespace Center.Domain.Tests.Volunteering;

/// <summary>Given what happened on a volunteer's day, when a command comes, then these events.</summary>
internal sealed class DayOfVolunteer(object[] given)
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

    private readonly Scenario.Given<VolunteerDay> _given = Scenario.Of(
        VolunteerDayDecider.Initial,
        VolunteerDayDecider.Evolve,
        given
    );

    public VolunteerDay State => _given.State;

    public static DayOfVolunteer Given(params object[] events) => new(events);

    public Scenario.Outcome<VolunteerDay> When(RecordService command) =>
        _given.When(state => VolunteerDayDecider.Decide(command, state));

    public Scenario.Outcome<VolunteerDay> When(CreditService command) =>
        _given.When(state => VolunteerDayDecider.Decide(command, state));

    public Scenario.Outcome<VolunteerDay> When(RejectService command) =>
        _given.When(state => VolunteerDayDecider.Decide(command, state));

    public Scenario.Outcome<VolunteerDay> When(RevokeCredit command) =>
        _given.When(state => VolunteerDayDecider.Decide(command, state));

    public Scenario.Outcome<VolunteerDay> When(AdjustService command) =>
        _given.When(state => VolunteerDayDecider.Decide(command, state));

    public Scenario.Outcome<VolunteerDay> When(RequestCorrection command) =>
        _given.When(state => VolunteerDayDecider.Decide(command, state));

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

    public static CreditService Credit(int id, Signatory by) => new(Id(id), Volunteer, by, "2018-11-26", Cap);

    public static AdjustmentId Adjustment(int number) => new(Id(number).Value);
}
