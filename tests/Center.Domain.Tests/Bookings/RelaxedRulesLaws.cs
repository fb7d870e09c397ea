using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using CsCheck;
using Xunit;

namespace Center.Domain.Tests.Bookings;

/// <summary>A rule that asks for less never takes away what could be had before.</summary>
public sealed class RelaxedRulesLaws
{
    private static readonly OpeningHours _always = Always();

    // A finer grid is left out where people walk in: the slot that has begun is shorter then, and is over earlier.
    private static readonly (string Name, Func<Facility, BookingRules, RuleOverrides, Facility> Relax)[] _relaxed =
    [
        Rule("grid", (rules, own) => rules.WalkIn ? own : own with { Grid = 15 }),
        Rule("shortest", (rules, own) => own with { Shortest = rules.Grid }),
        Rule("longest", (rules, own) => own with { Longest = 2 * rules.Longest }),
        Rule("earliestDaysAhead", (rules, own) => own with { EarliestDaysAhead = rules.EarliestDaysAhead + 9 }),
        Rule("latestBeforeStart", (rules, own) => own with { LatestBeforeStart = rules.LatestBeforeStart / 2 }),
        Rule("walkIn", (_, own) => own with { WalkIn = true }),
        Rule("perPerson", (_, own) => Lifting(own, LiftableRule.PerPerson)),
        Rule("perOrganisation", (_, own) => Lifting(own, LiftableRule.PerOrganisation)),
        Rule("organisationNeedsApproval", (_, own) => own with { OrganisationNeedsApproval = false }),
        Rule("bufferBefore", (rules, own) => own with { BufferBefore = rules.BufferBefore / 2 }),
        Rule("bufferAfter", (rules, own) => own with { BufferAfter = rules.BufferAfter / 2 }),
        Rule("noShow", (_, own) => Lifting(own, LiftableRule.NoShow)),
        Rule("onlyWithABooking", (_, own) => own with { OnlyWithABooking = false }),
        Rule(
            "approvalHours",
            (rules, own) => own with { ApprovalLapsesAfterHours = 2 * rules.ApprovalLapsesAfterHours }
        ),
        Rule(
            "approvalBefore",
            (rules, own) => own with { ApprovalLapsesBeforeStart = rules.ApprovalLapsesBeforeStart / 2 }
        ),
        Rule("outsideOpeningHours", (_, own) => own with { OutsideOpeningHours = OutsideHours.Allow }),
        Rule("onePersonOnePlaceAtATime", (_, own) => own with { OnePersonOnePlaceAtATime = false }),
        Rule("eligibility", (_, own) => Lifting(own, LiftableRule.Eligibility)),
        ("hours", (facility, _, _) => facility with { Hours = _always }),
        ("capacity", (facility, _, _) => Larger(facility)),
        ("closures", (facility, _, _) => facility with { Closures = [] }),
    ];

    [Fact]
    public void relaxing_a_rule_never_turns_acceptance_into_refusal() =>
        Gen.Select(DrawnCentres.Any, Step.Any.Array[0, 25], DrawnWish.Any.Array[1, 12])
            .Sample(
                (centre, steps, wishes) =>
                {
                    var world = new RuledWorld(centre);
                    foreach (var step in steps)
                    {
                        world.Live(centre, step);
                    }

                    foreach (
                        var wish in wishes
                            .Select(wanted => wanted.In(centre, world.Now))
                            .Where(wish => Takes(world, wish))
                    )
                    {
                        StillTakes(world, wish);
                    }
                },
                iter: 1000,
                threads: 1
            );

    private static void StillTakes(RuledWorld world, BookingWish wish)
    {
        var book = world.Book;
        foreach (var (name, relax) in _relaxed)
        {
            var facility = book.FindFacility(wish.Place.Facility)!;
            var rules = book.RulesFor(wish.Place, book.Zone.DateOf(wish.Window.Start));
            var relaxed = relax(facility, rules, facility.Rules ?? new RuleOverrides());
            world.Book = book with
            {
                Facilities = book.Facilities.Select(one => one.Code == facility.Code ? relaxed : one).ToValueList(),
            };
            if (!Takes(world, wish with { Place = world.Book.Find(wish.Place.Code)! }))
            {
                throw new InvalidOperationException($"With less asked of {name}, {wish} is refused.");
            }
        }

        world.Book = book;
    }

    private static bool Takes(RuledWorld world, BookingWish wish) =>
        BookingDecider.Decide(new PlaceBooking(wish, world.Facts(wish, 100), false), Booking.Initial).Refusal is null;

    private static (string, Func<Facility, BookingRules, RuleOverrides, Facility>) Rule(
        string name,
        Func<BookingRules, RuleOverrides, RuleOverrides> relax
    ) => (name, (facility, rules, own) => facility with { Rules = relax(rules, own) });

    private static RuleOverrides Lifting(RuleOverrides own, LiftableRule rule) =>
        own with
        {
            Lifted = (own.Lifted ?? []).Append(rule).ToValueList(),
        };

    private static Facility Larger(Facility facility) =>
        facility with
        {
            Capacity = 2 * facility.Capacity,
            Parts = facility.Parts.Select(part => part with { Capacity = 2 * part.Capacity }).ToValueList(),
        };

    private static OpeningHours Always()
    {
        ValueList<OpenRange> day = [new OpenRange(0, OpenRange.DayLength)];
        return new OpeningHours(day, day, day, day, day, day, day);
    }
}
