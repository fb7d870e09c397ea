using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Attendance;
using Center.Domain.Kernel;
using Shouldly;

namespace Center.Domain.Tests.Attendance;

/// <summary>A roll told by its scans: what is there, what is scanned next, what the roll says.</summary>
internal sealed class RollStory
{
    public static readonly DateTimeOffset Nine = new(2026, 3, 7, 1, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan RepeatWithin = TimeSpan.FromSeconds(120);
    public static readonly PersonId Li = new(new Guid("00000000-0000-7000-8000-00000000000a"));
    public static readonly PersonId Wang = new(new Guid("00000000-0000-7000-8000-00000000000b"));
    public static readonly DeviceId Door = new(new Guid("00000000-0000-7000-8000-0000000000d1"));
    public static readonly DeviceId Gate = new(new Guid("00000000-0000-7000-8000-0000000000d2"));

    private readonly List<object> _events = [];
    private Decision _decision = Decision.Nothing;

    public Roll Roll => _events.Aggregate(RollDecider.Initial, RollDecider.Evolve);

    public static DateTimeOffset At(int minutes, int seconds = 0) => Nine.AddSeconds((minutes * 60) + seconds);

    public static ScanRecorded Scan(string id, ScanDirection direction, DateTimeOffset at, PersonId? person = null) =>
        new(id, Door, 1, person ?? Li, direction, "main", new DateOnly(2026, 3, 7), at, at, at, []);

    public static ScanAnnulled Annulled(string id, AnnulReason reason) =>
        new(id, Door, Li, "main", new DateOnly(2026, 3, 7), reason);

    public RollStory Given(params object[] events)
    {
        _events.AddRange(events);
        return this;
    }

    public RollStory When(RecordScan command)
    {
        _decision = RollDecider.Decide(command, Roll);
        ThenRepeatingWritesNothing(RollDecider.Decide(command, After));
        return this;
    }

    public RollStory When(AnnulScan command)
    {
        _decision = RollDecider.Decide(command, Roll);
        if (_decision.Refusal is null)
        {
            ThenRepeatingWritesNothing(RollDecider.Decide(command, After));
        }

        return this;
    }

    public void Then(params object[] events) => _decision.Events.ShouldBe(events);

    public void ThenFlags(params ScanFlag[] flags) =>
        _decision.Events[0].ShouldBeOfType<ScanRecorded>().Flags.ShouldBe(flags);

    public void ThenRefused(string code) => _decision.Refusal.ShouldNotBeNull().Code.ShouldBe(code);

    public void ThenNothing()
    {
        _decision.Refusal.ShouldBeNull();
        _decision.Events.ShouldBeEmpty();
    }

    public RollLine LineOf(PersonId person) => RollFold.Of(Roll, RepeatWithin).Single(line => line.Person == person);

    private Roll After => _decision.Events.Aggregate(Roll, RollDecider.Evolve);

    private static void ThenRepeatingWritesNothing(Decision again)
    {
        again.Refusal.ShouldBeNull();
        again.Events.ShouldBeEmpty();
    }
}
