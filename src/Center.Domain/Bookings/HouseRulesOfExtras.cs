using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Domain.Bookings;

/// <summary>
/// The rules of what is lent with a booking, beside those of its place: the stricter one counts. Grid, shortest length and
/// opening hours are the place's, and what is lent with a booking uses up no quota of its own.
/// </summary>
public static partial class HouseRules
{
    private static IEnumerable<Refusal> OfExtra(Bookable extra, BookingWish wish, AdmissionFacts facts)
    {
        var rules = facts.Book.RulesFor(extra, facts.Book.Zone.DateOf(wish.Window.Start));
        Refusal?[] answers =
        [
            NotEligible(extra.Code, wish, rules, facts),
            TooLong(wish, rules),
            LentTooSoon(wish, rules, facts.Now),
            TooFarAhead(wish, rules, facts),
        ];
        return answers.OfType<Refusal>().Select(refusal => Naming(extra.Code, refusal));
    }

    // What needs no notice goes along even with what has begun: whether that may be taken is for the rules of the place.
    private static Refusal? LentTooSoon(BookingWish wish, BookingRules rules, DateTimeOffset now) =>
        rules.LatestBeforeStart > 0 ? TooSoon(wish, rules, now) : null;

    private static Refusal Naming(string extra, Refusal refusal) =>
        (refusal with { Detail = $"{extra}: {refusal.Detail}" }).With("extra", extra);
}
