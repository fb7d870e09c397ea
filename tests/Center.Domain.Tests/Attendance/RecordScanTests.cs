using System;
using Center.Domain.Attendance;
using Center.Domain.Kernel;
using Xunit;
using static Center.Domain.Tests.Attendance.RollStory;

namespace Center.Domain.Tests.Attendance;

public sealed class RecordScanTests
{
    private static readonly DateOnly Day = new(2026, 3, 7);

    [Fact]
    public void a_scan_is_recorded_with_its_three_times() =>
        new RollStory()
            .When(In(At(0), received: At(1)) with { Times = ScanClock.Read(At(0), TimeSpan.FromSeconds(30), At(1)) })
            .Then(new ScanRecorded("a", Door, 7, Li, ScanDirection.In, "main", Day, At(0), At(1), At(0, 30), []));

    [Fact]
    public void a_scan_that_is_there_decides_nothing_even_with_other_content() =>
        new RollStory().Given(Scan("a", ScanDirection.Out, At(0), Wang)).When(In(At(5))).ThenNothing();

    [Fact]
    public void the_same_id_on_another_device_is_another_scan() =>
        new RollStory()
            .Given(Scan("a", ScanDirection.In, At(0), Wang) with { Device = Gate })
            .When(In(At(5)))
            .ThenFlags();

    [Fact]
    public void an_unknown_person_is_kept_as_refused() =>
        new RollStory()
            .When(In(At(0)) with { Refusal = ScanRefusalReason.UnknownPerson })
            .Then(Refused(Li, ScanRefusalReason.UnknownPerson));

    [Fact]
    public void a_code_that_is_no_id_is_kept_as_refused_without_the_code() =>
        new RollStory()
            .When(Reading(null) with { Refusal = ScanRefusalReason.UnknownToken })
            .Then(Refused(null, ScanRefusalReason.UnknownToken));

    [Fact]
    public void a_refused_scan_sent_again_decides_nothing() =>
        new RollStory().Given(Refused(Li, ScanRefusalReason.UnknownPlace)).When(In(At(0))).ThenNothing();

    [Theory]
    [InlineData(120, new ScanFlag[0])]
    [InlineData(121, new[] { ScanFlag.ClockSkew })]
    [InlineData(900, new[] { ScanFlag.ClockSkew })]
    [InlineData(901, new[] { ScanFlag.NeedsPerson })]
    [InlineData(-900, new ScanFlag[0])]
    [InlineData(-901, new[] { ScanFlag.Late })]
    [InlineData(-86_400, new[] { ScanFlag.Late })]
    [InlineData(-367 * 86_400, new[] { ScanFlag.NeedsPerson })]
    public void a_clock_ahead_is_skewed_and_one_behind_is_late(int aheadSeconds, ScanFlag[] flags) =>
        new RollStory().When(In(At(0, aheadSeconds), received: At(0))).ThenFlags(flags);

    [Fact]
    public void the_measured_offset_puts_a_wrong_clock_right() =>
        new RollStory()
            .When(In(At(0)) with { Times = ScanClock.Read(At(480), TimeSpan.FromHours(-8), At(0)) })
            .ThenFlags();

    [Fact]
    public void a_time_at_the_end_of_the_calendar_needs_a_person() =>
        new RollStory()
            .When(In(At(0)) with { Times = ScanClock.Read(DateTimeOffset.MaxValue, TimeSpan.FromHours(1), At(0)) })
            .ThenFlags(ScanFlag.NeedsPerson);

    [Theory]
    [InlineData(120, new[] { ScanFlag.Repeat })]
    [InlineData(121, new[] { ScanFlag.DoubleIn })]
    public void the_same_way_again_within_two_minutes_is_a_repeat(int seconds, ScanFlag[] flags) =>
        new RollStory().Given(Scan("before", ScanDirection.In, At(0))).When(In(At(0, seconds))).ThenFlags(flags);

    [Fact]
    public void going_out_without_having_come_in_is_told() =>
        new RollStory().When(In(At(0)) with { Scan = Read(Li, ScanDirection.Out) }).ThenFlags(ScanFlag.UnpairedOut);

    [Fact]
    public void a_booking_that_cannot_be_checked_in_to_is_told() =>
        new RollStory().When(In(At(0)) with { OutsideCheckIn = true }).ThenFlags(ScanFlag.OutsideCheckIn);

    [Fact]
    public void a_sequence_number_used_twice_is_a_conflict() =>
        new RollStory()
            .When(In(At(0)) with { NumberedLike = "z" })
            .Then(
                new ScanRecorded(
                    "a",
                    Door,
                    7,
                    Li,
                    ScanDirection.In,
                    "main",
                    Day,
                    At(0),
                    At(0),
                    At(0),
                    [ScanFlag.SequenceReused]
                ),
                new ScanConflictFlagged("a", Door, ScanConflict.SequenceReused, "z")
            );

    private static RecordScan In(DateTimeOffset occurred, DateTimeOffset? received = null) =>
        Reading(Li) with
        {
            Times = ScanClock.Read(occurred, TimeSpan.Zero, received ?? occurred),
        };

    private static RecordScan Reading(PersonId? person) =>
        new(
            Read(person, ScanDirection.In),
            ScanClock.Read(At(0), TimeSpan.Zero, At(0)),
            "main",
            Day,
            null,
            false,
            null,
            RepeatWithin
        );

    private static ScanReading Read(PersonId? person, ScanDirection direction) => new("a", Door, 7, person, direction);

    private static ScanRefused Refused(PersonId? person, ScanRefusalReason reason) =>
        new("a", Door, 7, person, ScanDirection.In, "main", Day, At(0), At(0), At(0), [], reason);
}
