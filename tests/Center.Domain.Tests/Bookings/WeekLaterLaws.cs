using System;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using CsCheck;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Bookings;

/// <summary>Rules go by the clock and the calendar of the centre, and by nothing else.</summary>
public sealed class WeekLaterLaws
{
    [Fact]
    public void a_quota_counts_by_the_local_calendar() =>
        Gen.Select(DrawnCentres.Any, Gen.Enum<QuotaPeriod>(), Gen.Int[0, 24 * 800], Gen.Int[-24 * 40, 24 * 40])
            .Sample(
                (centre, per, hours, apart) =>
                {
                    var start = centre.At(0, 0).AddHours(hours);
                    var other = start.AddHours(apart);
                    var period = Quota.PeriodOf(new Quota(1, null, per), start, centre.Book.Zone);
                    var isSame = new ClerkCalendar(centre.Book).IsSamePeriod(start, other, per);
                    period.Contains(other).ShouldBe(isSame, $"{per} of {start:o} and {other:o}");
                },
                iter: 3000,
                threads: 1
            );

    [Fact]
    public void a_week_later_everything_is_the_same() =>
        Gen.Select(DrawnCentres.Any, Step.Any.Array[1, 40])
            .Where(days => days.Item1.Book.Centre!.TimeZone.StartsWith("Asia", StringComparison.Ordinal))
            .Sample(
                days =>
                {
                    var centre = WithoutMonths(days.Item1);
                    var later = Later(centre);
                    var (now, then) = (new RuledWorld(centre), new RuledWorld(later));
                    foreach (var step in days.Item2)
                    {
                        var (decision, again) = (now.Live(centre, step), then.Live(later, step));
                        again?.Refusal?.Code.ShouldBe(decision?.Refusal?.Code);
                        again?.Events.Count.ShouldBe(decision!.Events.Count);
                    }

                    now.Bookings.Keys.Order().ShouldBe(then.Bookings.Keys.Order());
                    foreach (var (id, booking) in then.Bookings)
                    {
                        ClerkBooking.Words(Earlier(booking)).ShouldBe(ClerkBooking.Words(now[id]));
                    }
                },
                iter: 600,
                threads: 1
            );

    // Months do not move with weeks.
    private static DrawnCentre WithoutMonths(DrawnCentre centre)
    {
        var plain = centre.Plain();
        return plain with
        {
            Book = plain.Book with { BookingRules = centre.Book.BookingRules.Select(Weekly).ToValueList() },
        };
    }

    private static BookingRuleSet Weekly(BookingRuleSet rules)
    {
        return rules with
        {
            Room = Of(rules.Room),
            Seats = Of(rules.Seats),
            Counter = Of(rules.Counter),
            Equipment = Of(rules.Equipment),
        };

        static KindRules Of(KindRules kind) =>
            kind with
            {
                PerPerson = Per(kind.PerPerson),
                PerOrganisation = Per(kind.PerOrganisation),
            };

        static Quota? Per(Quota? quota) =>
            quota?.Per == QuotaPeriod.Month ? quota with { Per = QuotaPeriod.Week } : quota;
    }

    private static DrawnCentre Later(DrawnCentre centre) =>
        new(
            centre.Book with
            {
                BookingRules = centre
                    .Book.BookingRules.Select(rules => rules with { EffectiveFrom = rules.EffectiveFrom.AddDays(7) })
                    .ToValueList(),
                HolidayCalendar = DrawnCentres.Holiday(centre.Book.HolidayCalendar.Years[0].Holidays[0].AddDays(7)),
            },
            centre.Monday.AddDays(7)
        );

    private static Booking Earlier(Booking booking)
    {
        var terms = booking.Terms!;
        return booking with
        {
            Deadline = booking.Deadline?.AddDays(-7),
            LeftAt = booking.LeftAt?.AddDays(-7),
            Terms = terms with
            {
                Window = Of(terms.Window),
                Claim = Of(terms.Claim),
                ReleaseAt = terms.ReleaseAt?.AddDays(-7),
            },
        };

        static TimeWindow Of(TimeWindow window) => new(window.Start.AddDays(-7), window.End.AddDays(-7));
    }
}
