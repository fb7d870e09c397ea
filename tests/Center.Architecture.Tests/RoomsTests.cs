using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Shouldly;
using Xunit;

namespace Center.Architecture.Tests;

/// <summary>Rooms meet through events and ids, and else only where it is written down.</summary>
public sealed class RoomsTests
{
    public static TheoryData<string> Floors => ["Domain", "Projections", "Api"];

    [Theory]
    [MemberData(nameof(Floors))]
    public void rooms_meet_only_where_it_is_written_down(string floor)
    {
        var unwritten = CrossingsOf(floor)
            .Where(crossing => crossing.From is not ("Plumbing" or "Kernel" or "EventStore"))
            .Where(crossing => crossing.To is not ("Plumbing" or "Kernel" or "EventStore"))
            .Where(crossing => !Meetings.Permitted.Any(meeting => meeting.Permits($"Center.{floor}", crossing)));

        Told(unwritten)
            .ShouldBeNone(
                $"Let these rooms of Center.{floor} meet through an event or an id, or write the meeting into Meetings.cs and ARCHITECTURE.md."
            );
    }

    [Theory]
    [MemberData(nameof(Floors))]
    public void every_meeting_that_is_written_down_happens(string floor)
    {
        var crossings = CrossingsOf(floor).ToList();
        Meetings
            .Permitted.Where(meeting => meeting.Floor == floor)
            .SelectMany(meeting => Idle(meeting, crossings))
            .ShouldBeNone("Nobody needs this line any more; take it out of Meetings.cs and ARCHITECTURE.md.");
    }

    [Fact]
    public void what_serves_all_rooms_knows_none_of_them()
    {
        var upward = CrossingsOf("Domain")
            .Where(crossing => crossing.From == "Kernel")
            .Concat(CrossingsOf("Projections").Where(crossing => crossing.From == "EventStore"));

        Told(upward).ShouldBeNone("Kernel and EventStore serve every room and may know none.");
    }

    [Fact]
    public void the_plumbing_knows_the_rooms_only_where_they_are_put_together()
    {
        var upward = CrossingsOf("Api")
            .Where(crossing => crossing is { From: "Plumbing", User: not "Rooms" })
            .Where(crossing => !Meetings.Permitted.Any(meeting => meeting.Permits("Center.Api", crossing)));

        Told(upward)
            .ShouldBeNone("Only Rooms.cs may name rooms; let the room bring it (services, routes, IFirstStart).");
    }

    [Fact]
    public void rooms_that_meet_in_secret_are_found()
    {
        var seeds = "Center.Architecture.Tests.Seeds";
        var sown = RoomRules.Crossings(House.CodeOf(House.Seeds), seeds);

        Told(sown)
            .ShouldFindExactly(
                "Gardens.DirectUse uses Kitchens.StoveDecider",
                "Gardens.UseInLambda uses Kitchens.StoveDecider",
                "Gardens.UseInAsyncMethod uses Kitchens.StoveDecider",
                "Gardens.UseInIterator uses Kitchens.StoveDecider",
                "Gardens.UseAsTypeArgument uses Kitchens.Stove",
                "Gardens.UseInLambda uses Kitchens.Stove",
                "Gardens.DirectUse uses Kitchens.Stove"
            );
        Told(sown).ShouldNotContain(text => text.Contains("StoveLit", StringComparison.Ordinal), "events may be met");
    }

    private static IEnumerable<Crossing> CrossingsOf(string floor) =>
        RoomRules.Crossings(House.CodeOf(AssemblyOf(floor)), $"Center.{floor}");

    private static Assembly AssemblyOf(string floor) =>
        floor switch
        {
            "Domain" => House.Domain,
            "Projections" => House.Projections,
            _ => House.Api,
        };

    private static IEnumerable<string> Told(IEnumerable<Crossing> crossings) =>
        crossings.Select(crossing => $"{crossing.From}.{crossing.User} uses {crossing.To}.{crossing.Used}");

    private static IEnumerable<string> Idle(Meeting meeting, IReadOnlyList<Crossing> crossings)
    {
        var met = crossings.Where(crossing => meeting.Permits($"Center.{meeting.Floor}", crossing)).ToList();
        return met.Count == 0
            ? [$"{meeting.Floor}: {meeting.From} → {meeting.To}"]
            : meeting
                .Only.Where(name => met.All(crossing => crossing.Used != name))
                .Select(name => $"{meeting.Floor}: {meeting.From} → {meeting.To}.{name}");
    }
}
