using System;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.People;
using CsCheck;

namespace Center.Domain.Tests.Bookings;

/// <summary>House rules drawn at random; every rule there is, and mostly such that something can be booked.</summary>
internal static class DrawnRules
{
    private static readonly Gen<Quota> _quota =
        from count in Gen.Int[1, 3]
        from minutes in Gen.Int[4, 20]
        from which in Gen.Int[0, 2]
        from per in Gen.Enum<QuotaPeriod>()
        select new Quota(which == 1 ? null : count, which == 0 ? null : minutes * 15, per);

    private static readonly Gen<NoShowRule> _noShow =
        from strikes in Gen.Int[1, 2]
        from within in OneOf(3, 30)
        from pause in OneOf(1, 10)
        select new NoShowRule(strikes, within, pause);

    private static readonly Gen<Eligibility> _eligible =
        from which in Gen.Int[1, 7]
        from band in Gen.Enum<AgeBand>()
        select new Eligibility(
            (which & 1) > 0 ? ["community-a"] : null,
            (which & 2) > 0 ? [AgeBand.Adult, band] : null,
            (which & 4) > 0 ? ["club"] : null
        );

    private static readonly Gen<EverywhereRules> _everywhere =
        from holdFor in OneOf(5, 10, 30, 60)
        from approval in Gen.Select(OneOf(1, 24, 72), OneOf(0, 60, 1440))
        from comes in Gen.Select(OneOf(0, 30, 60), OneOf(0, 15, 30))
        from outside in Gen.Enum<OutsideHours>()
        from onePlace in Gen.Int[0, 3]
        select new EverywhereRules(
            holdFor,
            approval.Item1,
            approval.Item2,
            comes.Item1,
            comes.Item2,
            outside,
            onePlace > 0
        );

    private static readonly Gen<KindRules> _kind =
        from grid in OneOf(15, 30)
        from lengths in Gen.Select(Gen.Int[1, 2], OneOf(4, 8, 12))
        from notice in Gen.Select(OneOf(1, 7, 14), OneOf(0, 0, 60, 1440), Gen.Int[0, 2])
        from quotas in Gen.Select(Maybe(_quota, 50), Maybe(_quota, 50))
        from buffers in Gen.Select(OneOf(0, 0, 15, 30), OneOf(0, 0, 10, 30))
        from noShow in Maybe(_noShow, 60)
        from flags in Gen.Select(Gen.Bool, Gen.Int[0, 9])
        from eligible in Maybe(_eligible, 15)
        select new KindRules(
            grid,
            grid * lengths.Item1,
            grid * lengths.Item2,
            notice.Item1,
            notice.Item2,
            notice.Item3 == 0,
            quotas.Item1,
            quotas.Item2,
            flags.Item1,
            buffers.Item1,
            buffers.Item2,
            noShow,
            flags.Item2 == 0,
            eligible
        );

    /// <summary>A version of the house rules without its name; counted from three days before the fortnight.</summary>
    public static readonly Gen<BookingRuleSet> Version =
        from day in Gen.Int[-3, 10]
        from everywhere in _everywhere
        from kinds in Gen.Select(_kind, _kind, _kind, _kind)
        select new BookingRuleSet(
            "v",
            DateOnly.MinValue.AddDays(day + 3),
            everywhere,
            kinds.Item1,
            kinds.Item2,
            kinds.Item3,
            kinds.Item4 with
            {
                OnlyWithABooking = kinds.Item4.Grid == 15,
            }
        );

    /// <summary>What a facility has different: some members of rules drawn like those of a house.</summary>
    public static readonly Gen<RuleOverrides> Overrides =
        from of in Version
        from which in Gen.Int[0, (1 << 20) - 1]
        from lifted in Gen.Int[0, 15]
        select OverridesOf(of, which & (which >> 1) & 0xFFFFF, lifted);

    /// <summary>One of some values; the first is the simplest.</summary>
    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    /// <summary>A value in so many of a hundred cases, else null.</summary>
    public static Gen<T?> Maybe<T>(Gen<T> gen, int percent)
        where T : class => from dice in Gen.Int[0, 99] from value in gen select dice < percent ? value : null;

    private static RuleOverrides OverridesOf(BookingRuleSet of, int which, int lifted)
    {
        var (kind, all) = (of.Room, of.Everywhere);
        return new RuleOverrides(
            null,
            null,
            Has(2) ? kind.Longest : null,
            Has(3) ? kind.EarliestDaysAhead : null,
            Has(4) ? kind.LatestBeforeStart : null,
            Has(5) ? kind.WalkIn : null,
            Has(6) ? kind.PerPerson : null,
            Has(7) ? kind.PerOrganisation : null,
            Has(8) ? kind.OrganisationNeedsApproval : null,
            Has(9) ? kind.BufferBefore : null,
            Has(10) ? kind.BufferAfter : null,
            Has(11) ? kind.NoShow : null,
            Has(12) ? kind.OnlyWithABooking : null,
            Has(13) ? all.HoldFor : null,
            Has(14) ? all.ApprovalLapsesAfterHours : null,
            Has(15) ? all.ApprovalLapsesBeforeStart : null,
            Has(16) ? all.CheckInOpensBefore : null,
            Has(17) ? all.ReleaseNoShowAfter : null,
            Has(18) ? all.OutsideOpeningHours : null,
            Has(19) ? all.OnePersonOnePlaceAtATime : null,
            lifted > 3 ? null : [(LiftableRule)lifted],
            Has(1) ? kind.Eligibility : null
        );

        bool Has(int bit) => (which & (1 << bit)) > 0;
    }
}
