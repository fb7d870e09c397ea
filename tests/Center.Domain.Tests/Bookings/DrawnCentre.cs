using System;
using System.Linq;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Domain.Tests.Bookings;

/// <summary>A centre that was drawn.</summary>
/// <param name="Book">Its definition.</param>
/// <param name="Monday">Local date on which its fortnight begins.</param>
internal sealed record DrawnCentre(CentreBook Book, DateOnly Monday)
{
    /// <summary>So many minutes after the beginning of a day of its fortnight.</summary>
    public DateTimeOffset At(int day, int minutes)
    {
        var midnight = Monday.AddDays(day).ToDateTime(TimeOnly.MinValue);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Book.Centre!.TimeZone);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime().AddMinutes(minutes);
    }

    /// <summary>The same with one version of the rules and nothing different anywhere, so that each rule is one.</summary>
    public DrawnCentre Plain() =>
        this with
        {
            Book = Book with
            {
                BookingRules = [Book.BookingRules[0]],
                Facilities = Book.Facilities.Select(facility => facility with { Rules = null }).ToValueList(),
            },
        };
}
