using System;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.Tests.Kernel;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Facilities;

public sealed class ClosureTests
{
    private static readonly ClosureId _id = new(Guid.Parse("0190aaaa-0000-7000-8000-00000000000c"));
    private static readonly ClosureId _other = new(Guid.Parse("0190aaaa-0000-7000-8000-00000000000d"));
    private static readonly DateTimeOffset _now = ShippedDefinition.At("2026-11-24T09:00:00");
    private static readonly TimeWindow _saturday = ShippedDefinition.Window(
        "2026-12-05T00:00:00",
        "2026-12-06T00:00:00"
    );

    [Fact]
    public void announcing_closes_every_unit_of_the_facility_for_its_window()
    {
        var after = Given("chess-room")
            .When(book => ClosureDecider.Decide(Announce("chess-room"), book))
            .Then(new ClosureAnnounced(_id, _saturday, null, "repair"));
        var chess = after.Find("chess-room")!;
        after.IsClosed(chess, ShippedDefinition.Window("2026-12-05T14:00:00", "2026-12-05T15:00:00")).ShouldBeTrue();
        after.IsClosed(chess, ShippedDefinition.Window("2026-12-06T00:00:00", "2026-12-06T01:00:00")).ShouldBeFalse();
        after.IsClosed(chess, ShippedDefinition.Window("2026-12-04T23:00:00", "2026-12-05T00:00:00")).ShouldBeFalse();
        after.IsClosed(after.Find("gym")!, _saturday).ShouldBeFalse();
    }

    [Fact]
    public void a_closed_part_closes_the_whole_room_and_leaves_the_other_part_open()
    {
        var announce = Announce("multi-function-hall") with { Part = "multi-function-hall-east" };
        var after = Given("multi-function-hall")
            .When(book => ClosureDecider.Decide(announce, book))
            .Then(new ClosureAnnounced(_id, _saturday, "multi-function-hall-east", "repair"));
        after.IsClosed(after.Find("multi-function-hall-east")!, _saturday).ShouldBeTrue();
        after.IsClosed(after.Find("multi-function-hall")!, _saturday).ShouldBeTrue();
        after.IsClosed(after.Find("multi-function-hall-west")!, _saturday).ShouldBeFalse();
    }

    [Fact]
    public void a_closure_begins_now_at_the_earliest()
    {
        var window = ShippedDefinition.Window("2026-11-24T08:00:00", "2026-11-24T12:00:00");
        Given("gym")
            .When(book => ClosureDecider.Decide(Announce("gym", window), book))
            .Then(new ClosureAnnounced(_id, new TimeWindow(_now, window.End), null, "repair"));
    }

    [Fact]
    public void what_is_over_cannot_be_closed() =>
        Given("gym")
            .When(book =>
                ClosureDecider.Decide(
                    Announce("gym", ShippedDefinition.Window("2026-11-24T08:00:00", "2026-11-24T09:00:00")),
                    book
                )
            )
            .ThenRefused("invalid-window");

    [Fact]
    public void what_is_closed_cannot_be_closed_again()
    {
        var closed = new ClosureAnnounced(_other, _saturday, null, "event");
        Given("gym", closed).When(book => ClosureDecider.Decide(Announce("gym"), book)).ThenRefused("closure-overlaps");
        var next = new TimeWindow(_saturday.End, _saturday.End.AddHours(1));
        Given("gym", closed)
            .When(book => ClosureDecider.Decide(Announce("gym", next), book))
            .Then(new ClosureAnnounced(_id, next, null, "repair"));
    }

    [Fact]
    public void two_parts_are_closed_independently()
    {
        var east = new ClosureAnnounced(_other, _saturday, "multi-function-hall-east", "event");
        var west = Announce("multi-function-hall") with { Part = "multi-function-hall-west" };
        Given("multi-function-hall", east)
            .When(book => ClosureDecider.Decide(west, book))
            .Then(new ClosureAnnounced(_id, _saturday, "multi-function-hall-west", "repair"));
        Given("multi-function-hall", east)
            .When(book => ClosureDecider.Decide(Announce("multi-function-hall"), book))
            .ThenRefused("closure-overlaps");
    }

    [Fact]
    public void withdrawing_opens_again()
    {
        var given = Given("gym", new ClosureAnnounced(_id, _saturday, null, "repair"));
        var decision = ClosureDecider.Decide(new WithdrawClosure(_id, "gym"), given.State);
        decision.Events.ShouldBe([new ClosureWithdrawn(_id)]);
        var after = given.State.Evolve("facility/gym", decision.Events[0]);
        after.ShouldBe(ShippedDefinition.Book);
        ClosureDecider.Decide(new WithdrawClosure(_id, "gym"), after).Refusal!.Code.ShouldBe("not-found");
    }

    [Fact]
    public void a_new_import_of_the_definition_leaves_closures_alone()
    {
        var closed = Given("gym", new ClosureAnnounced(_id, _saturday, null, "repair")).State;
        ShippedDefinition.Import(ShippedDefinition.Definition, closed).ShouldBeEmpty();
    }

    private static AnnounceClosure Announce(string facility, TimeWindow? window = null) =>
        new(_id, facility, null, window ?? _saturday, "repair", _now);

    private static Scenario.Given<CentreBook> Given(string facility, params object[] events) =>
        Scenario.Of(ShippedDefinition.Book, (book, e) => book.Evolve($"facility/{facility}", e), events);
}
