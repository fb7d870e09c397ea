using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;
using Center.Domain.Volunteering;
using CsCheck;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Volunteering.DayOfVolunteer;

namespace Center.Domain.Tests.Volunteering;

/// <summary>Laws that hold for every day, whatever comes in whatever order.</summary>
public sealed class ServiceTimeLaws
{
    private static readonly Gen<(int Start, int Length, int Break, Evidence Evidence, int Line)> Piece = Gen.Select(
        Gen.Int[0, 1400],
        Gen.Int[1, 600],
        Gen.Int[0, 60],
        Gen.Enum<Evidence>(),
        Gen.Int[1, 3],
        (start, length, rest, evidence, line) => (start, length, rest, evidence, line)
    );

    private static readonly Gen<object> Command = Gen.OneOf(
        Gen.Select(Gen.Int[1, 6], Piece, Hand, (id, piece, by) => (object)Record(id, piece, by)),
        Gen.Select(Gen.Int[1, 6], Hand, (id, by) => (object)Credit(id, by)),
        Gen.Select(Gen.Int[1, 6], Hand, (id, by) => (object)Credit(id, by)),
        Gen.Select(Gen.Int[1, 6], Hand, (id, by) => (object)new RejectService(Id(id), by, ServiceReason.Other)),
        Gen.Select(Gen.Int[1, 6], Hand, (id, by) => (object)new RevokeCredit(Id(id), by, ServiceReason.Other)),
        Gen.Select(
            Gen.Int[1, 6],
            Gen.Int[1, 1000],
            Gen.Int[-600, 600],
            Hand,
            (id, adjustment, minutes, by) =>
                (object)new AdjustService(Id(id), Adjustment(adjustment), Volunteer, minutes, ServiceReason.Other, by)
        )
    );

    private static readonly Signatory[] Hands = [Recorder, Approver, Second, new("key:own", Volunteer)];

    private static Gen<Signatory> Hand => Gen.Int[0, 3].Select(i => Hands[i]);

    [Fact]
    public void credited_is_the_union_up_to_the_cap_in_any_order() =>
        Piece
            .Array[0, 12]
            .SelectMany(pieces => Gen.Shuffle(pieces).Select(shuffled => (pieces, shuffled)))
            .Sample(sample =>
            {
                var minutes = Day(sample.pieces).CreditedMinutes;
                minutes.Value.ShouldBe(Math.Min(MinuteByMinute(sample.pieces), Cap.Value));
                Day(sample.shuffled).CreditedMinutes.ShouldBe(minutes);
            });

    [Fact]
    public void every_cut_sums_to_the_total_after_any_interleaving_of_commands() =>
        Command
            .Array[0, 40]
            .Sample(commands =>
            {
                var day = Run(commands);
                var total = day.CreditedMinutes.Value;
                total.ShouldBeInRange(0, Cap.Value);
                day.Shares.Sum(share => share.Minutes.Value).ShouldBe(total);
                VolunteerDay.CreditedMinutesByLine(day).Sum(line => line.Minutes.Value).ShouldBe(total);
                var statement = VolunteerStatement.Of([new DayOfService(Date, day)]);
                statement.CreditedMinutes.Value.ShouldBe(total);
                statement.ByEvidence.Values.Sum(minutes => minutes.Value).ShouldBe(total);
            });

    [Fact]
    public void no_entry_counts_that_its_own_hands_approved() =>
        Command
            .Array[0, 40]
            .Sample(commands =>
            {
                foreach (var entry in Run(commands).Entries)
                {
                    entry.Approvers.ShouldNotContain(by => by.IsSameHandAs(entry.RecordedBy) || by.Person == Volunteer);
                    entry.Approvers.Distinct().Count().ShouldBe(entry.Approvers.Count);
                    if (entry.State == ServiceEntryState.Credited)
                    {
                        entry.Approvers.Count.ShouldBe(entry.Evidence == Evidence.Backfill ? 2 : 1);
                    }
                }
            });

    [Fact]
    public void a_statement_of_all_days_is_the_sum_of_the_statements_of_each() =>
        Command
            .Array[0, 20]
            .Array[1, 4]
            .Sample(days =>
            {
                DayOfService[] folded = [.. days.Select((day, i) => new DayOfService(Date.AddDays(i), Run(day)))];
                var whole = VolunteerStatement.Of(folded.Reverse());
                var apart = folded.Select(day => VolunteerStatement.Of([day])).ToList();
                whole.CreditedMinutes.Value.ShouldBe(apart.Sum(statement => statement.CreditedMinutes.Value));
                whole.Entries.ShouldBe(apart.SelectMany(statement => statement.Entries));
                whole.Corrections.ShouldBe(apart.SelectMany(statement => statement.Corrections));
            });

    [Fact]
    public void splitting_at_midnight_keeps_every_minute() =>
        Gen.Select(Gen.Int[0, 86_399], Gen.Int[900, 86_400], Gen.Int[0, 200])
            .Sample(sample =>
            {
                var start = At(0).AddSeconds(sample.Item1);
                var service = Service(start, start.AddSeconds(sample.Item2), sample.Item3);
                var admitted = ServiceAdmission.Split(service, At(72), Rules, Zone);
                if (admitted.Refusal is null)
                {
                    admitted
                        .Parts.Sum(part => ServiceTime.Served(part.Service).Length)
                        .ShouldBe(ServiceTime.Served(service).Length);
                    admitted.Parts.ShouldAllBe(part => Zone.DayOf(part.Day).Contains(part.Service.Window));
                }
            });

    [Fact]
    public void a_repeated_command_writes_nothing() =>
        Gen.Select(Command.Array[0, 20], Command)
            .Sample(
                (commands, command) =>
                {
                    var day = Run(commands);
                    var first = Decide(day, command);
                    if (first.Refusal is null)
                    {
                        var after = first.Events.Aggregate(day, VolunteerDayDecider.Evolve);
                        Decide(after, command).Refusal.ShouldBeNull();
                        Decide(after, command).Events.ShouldBeEmpty();
                    }
                }
            );

    private static VolunteerDay Day(
        IReadOnlyList<(int Start, int Length, int Break, Evidence Evidence, int Line)> pieces
    ) =>
        pieces
            .SelectMany(
                (piece, i) =>
                    new object[] { Record(i + 1, piece, Recorder), Credit(i + 1, Approver), Credit(i + 1, Second) }
            )
            .Aggregate(VolunteerDayDecider.Initial, Apply);

    private static VolunteerDay Run(IEnumerable<object> commands) =>
        commands.Aggregate(VolunteerDayDecider.Initial, Apply);

    private static VolunteerDay Apply(VolunteerDay day, object command) =>
        Decide(day, command).Events.Aggregate(day, VolunteerDayDecider.Evolve);

    private static Decision Decide(VolunteerDay day, object command) =>
        command switch
        {
            RecordService c => VolunteerDayDecider.Decide(c, day),
            CreditService c => VolunteerDayDecider.Decide(c, day),
            RejectService c => VolunteerDayDecider.Decide(c, day),
            RevokeCredit c => VolunteerDayDecider.Decide(c, day),
            AdjustService c => VolunteerDayDecider.Decide(c, day),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };

    private static RecordService Record(
        int id,
        (int Start, int Length, int Break, Evidence Evidence, int Line) piece,
        Signatory by
    )
    {
        var end = Math.Min(piece.Start + piece.Length, 1440);
        var service = Service(At(0, piece.Start), At(0, end), piece.Break) with { ServiceLine = $"line-{piece.Line}" };
        return new RecordService(Id(id), service, piece.Evidence, by);
    }

    // The slow and obvious count: a minute counts when any entry served it.
    private static int MinuteByMinute(
        IEnumerable<(int Start, int Length, int Break, Evidence Evidence, int Line)> pieces
    )
    {
        var served = new bool[1440];
        foreach (var piece in pieces)
        {
            var end = Math.Min(piece.Start + piece.Length, 1440) - piece.Break;
            for (var minute = piece.Start; minute < end; minute++)
            {
                served[minute] = true;
            }
        }

        return served.Count(minute => minute);
    }
}
