using System;
using System.Linq;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Projections.Bookings;

/// <summary>What must be known to decide on a wish: who holds these units, and what its person and organisation have booked.</summary>
/// <param name="Units">Codes of every unit that could be chosen.</param>
/// <param name="Claim">The time that the units would be held.</param>
/// <param name="Window">The time of the booking itself.</param>
/// <param name="Person">The person it is for, or null.</param>
/// <param name="PersonPeriod">The period of the person's quota.</param>
/// <param name="Organisation">The organisation it is for, or null.</param>
/// <param name="OrganisationPeriod">The period of the organisation's quota.</param>
public sealed record AdmissionNeed(
    ValueList<string> Units,
    TimeWindow Claim,
    TimeWindow Window,
    PersonId? Person,
    TimeWindow PersonPeriod,
    string? Organisation,
    TimeWindow OrganisationPeriod
)
{
    /// <summary>What a wish needs.</summary>
    /// <param name="book">The centre's definition.</param>
    /// <param name="wish">What is asked for.</param>
    public static AdmissionNeed Of(CentreBook book, BookingWish wish)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(wish);
        var rules = book.RulesFor(wish.Place, book.Zone.DateOf(wish.Window.Start));
        return new AdmissionNeed(
            wish.Place.UnitCodes.Concat(wish.Extras.SelectMany(extra => extra.Equipment.UnitCodes)).ToValueList(),
            Admission.ClaimOf(wish.Window, rules),
            wish.Window,
            wish.Person,
            PeriodOf(rules.PerPerson, wish.Window, book.Zone),
            wish.Organisation,
            PeriodOf(rules.PerOrganisation, wish.Window, book.Zone)
        );
    }

    private static TimeWindow PeriodOf(Quota? quota, TimeWindow window, CentreZone zone)
    {
        var date = zone.DateOf(window.Start);
        var (first, next) = quota?.Per switch
        {
            QuotaPeriod.Week => (CentreZone.MondayOf(date), CentreZone.MondayOf(date).AddDays(7)),
            QuotaPeriod.Month => (
                new DateOnly(date.Year, date.Month, 1),
                new DateOnly(date.Year, date.Month, 1).AddMonths(1)
            ),
            _ => (date, date.AddDays(1)),
        };
        return new TimeWindow(zone.DayOf(first).Start, zone.DayOf(next).Start);
    }
}
