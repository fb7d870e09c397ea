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
/// <param name="Records">All records of the person it is for; none when it is for an organisation alone.</param>
/// <param name="PersonPeriod">The period of the person's quota.</param>
/// <param name="Organisation">The organisation it is for, or null.</param>
/// <param name="OrganisationPeriod">The period of the organisation's quota.</param>
public sealed record AdmissionNeed(
    ValueList<string> Units,
    TimeWindow Claim,
    TimeWindow Window,
    ValueList<PersonId> Records,
    TimeWindow PersonPeriod,
    string? Organisation,
    TimeWindow OrganisationPeriod
)
{
    /// <summary>What a wish needs.</summary>
    /// <param name="book">The centre's definition.</param>
    /// <param name="wish">What is asked for.</param>
    /// <param name="records">All records of the person it is for; null takes the one that the wish names for the only one.</param>
    public static AdmissionNeed Of(CentreBook book, BookingWish wish, ValueList<PersonId>? records = null)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(wish);
        var rules = book.RulesFor(wish.Place, book.Zone.DateOf(wish.Window.Start));
        return new AdmissionNeed(
            wish.Place.UnitCodes.Concat(wish.Extras.SelectMany(extra => extra.Equipment.UnitCodes)).ToValueList(),
            Admission.ClaimOf(wish.Window, rules),
            wish.Window,
            records ?? (wish.Person is { } person ? [person] : []),
            Quota.PeriodOf(rules.PerPerson, wish.Window.Start, book.Zone),
            wish.Organisation,
            Quota.PeriodOf(rules.PerOrganisation, wish.Window.Start, book.Zone)
        );
    }
}
