using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Domain.Bookings;

/// <summary>Whether a wish can be granted, and what exactly is then booked: house rules, closures, free units, in this order.</summary>
public static class Admission
{
    /// <summary>
    /// Decides on a wish. Refused: policy-* with all broken rules; whatever rules are set aside, invalid-window when it would
    /// be over already and invalid-value when it counts for no service line; closed, slot-taken.
    /// </summary>
    /// <param name="wish">What is asked for.</param>
    /// <param name="facts">What is so, under the centre's admission lock.</param>
    /// <returns>The terms with the units chosen, or the refusal; the rules in force either way.</returns>
    public static (BookingTerms? Terms, BookingRules Rules, Refusal? Refusal) Admit(
        BookingWish wish,
        AdmissionFacts facts
    )
    {
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(facts);
        var rules = facts.Book.RulesFor(wish.Place, facts.Book.Zone.DateOf(wish.Window.Start));
        var broken = HouseRules.Broken(wish, facts, rules).ToList();
        if (broken.Count > 0 && wish.OverrideReason is null)
        {
            var all = broken.Select(rule => new BrokenRule(rule.Code, rule.Detail, rule.Data)).ToList();
            return (null, rules, broken[0].With("broken", all));
        }

        if (Impossible(wish, facts.Now) is { } impossible)
        {
            return (null, rules, impossible);
        }

        if (facts.Closed)
        {
            return (null, rules, new Refusal("closed", "The place is closed at that time."));
        }

        var chosen = UnitChoice.Choose(wish, facts.Taken);
        if (chosen is null)
        {
            return (null, rules, new Refusal("slot-taken", $"{wish.Place.Code} is taken at that time."));
        }

        var setAside =
            broken.Count > 0
                ? new Override(wish.OverrideReason!, broken.Select(rule => rule.Code).Distinct().ToValueList())
                : null;
        return (TermsOf(wish, chosen, rules, setAside, facts.Now), rules, null);
    }

    // Nobody can come to what is over, so it would be a no-show in the moment of its booking; and every booking counts for
    // exactly one service line, which equipment that staff lend alone need not have.
    private static Refusal? Impossible(BookingWish wish, DateTimeOffset now) =>
        wish.Window.End <= now
            ? new Refusal("invalid-window", "The booking would be over already.").With("member", "end")
        : wish.ServiceLine is null && wish.Place.ServiceLine is null
            ? new Refusal("invalid-value", "Say which service line it counts for.").With("member", "serviceLine")
        : null;

    private static BookingTerms TermsOf(
        BookingWish wish,
        ChosenUnits chosen,
        BookingRules rules,
        Override? setAside,
        DateTimeOffset now
    ) =>
        new(
            wish.Place.Code,
            wish.Place.Site,
            wish.Place.Kind,
            wish.ServiceLine ?? wish.Place.ServiceLine!,
            chosen.Units,
            wish.Window,
            ClaimOf(wish.Window, rules),
            wish.People,
            wish.Purpose,
            wish.Person,
            wish.Organisation,
            wish.Person is not null
                && wish.Organisation is null
                && rules.OnePersonOnePlaceAtATime
                && !PutAside(setAside, "policy-own-overlap"),
            chosen.Extras,
            rules.Version,
            setAside,
            NoShowRelease.ReleaseAt(wish.Window, now, rules)
        );

    private static bool PutAside(Override? setAside, string rule) => setAside?.Rules.Contains(rule) == true;

    /// <summary>The time for which units are held: the window with set-up and tear-down around it.</summary>
    /// <param name="window">The booking's window.</param>
    /// <param name="rules">Rules in force.</param>
    public static TimeWindow ClaimOf(TimeWindow window, BookingRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return window.Widen(TimeSpan.FromMinutes(rules.BufferBefore), TimeSpan.FromMinutes(rules.BufferAfter));
    }
}

/// <summary>One broken rule among several, as a refusal lists them.</summary>
/// <param name="Code">Refusal code of the rule.</param>
/// <param name="Detail">One sentence.</param>
/// <param name="Data">Limit, use and the like.</param>
public sealed record BrokenRule(string Code, string Detail, IReadOnlyDictionary<string, object?> Data);
