using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using CsCheck;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Bookings;

/// <summary>What holds in every centre, whatever its rules are and whatever people do.</summary>
public sealed class HouseLaws
{
    private static readonly Gen<(DrawnCentre Centre, Step[] Steps)> _days = Gen.Select(
        DrawnCentres.Any,
        Step.Any.Array[1, 40]
    );

    [Fact]
    public void no_unit_is_held_twice_at_one_instant() =>
        Walk(
            _days,
            world =>
            {
                var held = world.Held().ToLookup(one => one.Unit);
                return !held.Any(unit =>
                    unit.Any(one => unit.Any(two => one.Owner != two.Owner && one.During.Overlaps(two.During)))
                );
            }
        );

    [Fact]
    public void nobody_is_in_two_places_where_one_is_the_rule() =>
        Walk(
            _days,
            world =>
            {
                var there = world
                    .Bookings.Values.Where(booking => booking.Terms is { HoldsPerson: true })
                    .Select(booking =>
                        (booking.Terms!.Person, During: RuledWorld.HeldOf(booking, booking.Terms.Window))
                    )
                    .Where(one => one.During is not null)
                    .ToList();
                return !there
                    .Where(
                        (one, i) =>
                            there.Skip(i + 1).Any(two => two.Person == one.Person && Meet(one.During, two.During))
                    )
                    .Any();
            }
        );

    [Fact]
    public void no_quota_is_ever_exceeded() =>
        Walk(
            from days in _days
            select (days.Centre.Plain(), Array.ConvertAll(days.Steps, WithoutException)),
            world =>
                Uses(world)
                    .All(use => use.Count <= (use.Quota.Count ?? 99) && use.Minutes <= (use.Quota.Minutes ?? 9999))
        );

    [Fact]
    public void what_is_cancelled_frees_exactly_what_it_held() =>
        Gen.Select(_days, DrawnWish.Any)
            .Sample(
                (days, wanted) =>
                {
                    var world = Lived(days.Centre, days.Steps);
                    var wish = wanted.In(days.Centre, world.Now);
                    var before = world.Held().ToHashSet();
                    if (world.Place(100, wish).Refusal is not null)
                    {
                        return;
                    }

                    world.Held().Count().ShouldBe(before.Count + world[100].Terms!.AllUnits().Count);
                    world.Do(new Step(8, 100, 0, wanted), wish)!.Refusal.ShouldBeNull();
                    world.Held().ToHashSet().SetEquals(before).ShouldBeTrue();
                    world.Place(101, wish).Refusal.ShouldBeNull();
                    world[101].Terms.ShouldBe(world[100].Terms);
                },
                iter: 800,
                threads: 1
            );

    private static void Walk(Gen<(DrawnCentre Centre, Step[] Steps)> days, Func<RuledWorld, bool> holds) =>
        days.Sample(
            drawn =>
            {
                var world = new RuledWorld(drawn.Centre);
                return drawn.Steps.All(step =>
                {
                    world.Live(drawn.Centre, step);
                    return holds(world);
                });
            },
            iter: 600,
            threads: 1
        );

    private static RuledWorld Lived(DrawnCentre centre, Step[] steps)
    {
        var world = new RuledWorld(centre);
        foreach (var step in steps)
        {
            world.Live(centre, step);
        }

        return world;
    }

    private static bool Meet(TimeWindow? one, TimeWindow? other) => one!.Value.Overlaps(other!.Value);

    private static Step WithoutException(Step step) => step with { Wish = step.Wish with { SetAside = false } };

    private static IEnumerable<(Quota Quota, int Count, double Minutes)> Uses(RuledWorld world)
    {
        var calendar = new ClerkCalendar(world.Book);
        var rules = world.Book.BookingRules[0];
        var live = world
            .Bookings.Values.Where(booking => RuledWorld.HeldOf(booking, booking.Terms?.Claim) is not null)
            .Select(booking => booking.Terms!)
            .ToList();
        foreach (var terms in live)
        {
            var kind = rules.Of(terms.Kind);
            if ((terms.Organisation is null ? kind.PerPerson : kind.PerOrganisation) is { } quota)
            {
                var together = live.FindAll(other =>
                    other.Kind == terms.Kind
                    && other.Organisation == terms.Organisation
                    && (terms.Organisation is not null || other.Person == terms.Person)
                    && calendar.IsSamePeriod(other.Window.Start, terms.Window.Start, quota.Per)
                );
                yield return (quota, together.Count, together.Sum(other => other.Window.Duration.TotalMinutes));
            }
        }
    }
}
