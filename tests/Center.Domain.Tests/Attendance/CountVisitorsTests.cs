using System;
using System.Linq;
using Center.Domain.Attendance;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Attendance;

public sealed class CountVisitorsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 7, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 3, 7);

    [Fact]
    public void a_count_is_taken() => Decided(Count(41)).ShouldBe([new VisitorsCounted(41, CountMethod.Manual, Now)]);

    [Fact]
    public void the_same_count_again_writes_nothing() =>
        Decided(Count(41), new VisitorsCounted(41, CountMethod.Manual, Now.AddHours(-1))).ShouldBeEmpty();

    [Fact]
    public void a_counter_that_shows_less_began_again() =>
        Decided(Count(3, CountMethod.Counter), new VisitorsCounted(20, CountMethod.Counter, Now))
            .ShouldBe([new CounterReset(Now), new VisitorsCounted(3, CountMethod.Counter, Now)]);

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1_000_001, 0)]
    [InlineData(5, 1)]
    public void impossible_counts_and_days_to_come_are_refused(int count, int daysAhead) =>
        VisitDecider
            .Decide(Count(count) with { Day = Today.AddDays(daysAhead) }, VisitDecider.Initial)
            .Refusal.ShouldNotBeNull()
            .Code.ShouldBe("invalid-value");

    [Fact]
    public void a_later_count_by_hand_replaces_the_earlier() =>
        Day(Counted(41, CountMethod.Manual), Counted(45, CountMethod.Manual)).Manual.ShouldBe(45);

    [Fact]
    public void what_a_counter_showed_before_it_began_again_still_counts() =>
        Day(
            Counted(10, CountMethod.Counter),
            Counted(20, CountMethod.Counter),
            new CounterReset(Now),
            Counted(3, CountMethod.Counter)
        )
            .Counter.ShouldBe(23);

    [Theory]
    [InlineData(30, 20, 25, 30, VisitSource.Named)]
    [InlineData(10, 20, 25, 20, VisitSource.Manual)]
    [InlineData(10, null, 25, 25, VisitSource.Counter)]
    [InlineData(7, null, null, 7, VisitSource.Named)]
    [InlineData(0, null, null, 0, VisitSource.None)]
    [InlineData(0, 0, null, 0, VisitSource.Manual)]
    public void visits_are_the_larger_evidence_and_never_a_sum(
        int named,
        int? manual,
        int? counter,
        int visits,
        VisitSource source
    ) => VisitFigure.Of(named, manual, counter).ShouldBe(new VisitFigure(visits, source));

    private static CountVisitors Count(int count, CountMethod method = CountMethod.Manual) =>
        new(count, method, Today, Today, Now);

    private static VisitorsCounted Counted(int count, CountMethod method) => new(count, method, Now);

    private static DayVisits Day(params object[] events) => events.Aggregate(VisitDecider.Initial, VisitDecider.Evolve);

    private static object[] Decided(CountVisitors command, params object[] before) =>
        [.. VisitDecider.Decide(command, Day(before)).Events];
}
