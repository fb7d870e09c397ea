using System;
using System.Collections.Generic;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.People;
using CsCheck;

namespace Center.Domain.Tests.Bookings;

/// <summary>What somebody asks for in a drawn centre.</summary>
/// <param name="Place">Which of <see cref="DrawnCentres.Places"/>.</param>
/// <param name="Day">Day of the fortnight.</param>
/// <param name="Minute">Minutes after its beginning.</param>
/// <param name="Length">Minutes.</param>
/// <param name="People">How many.</param>
/// <param name="Units">Units asked for; 0 for none named.</param>
/// <param name="Booker">0 … 3 a person alone, 4 an organisation, 5 an organisation and a person.</param>
/// <param name="Extras">Bit 1 a loudspeaker, bit 2 a projector, bit 4 a second one.</param>
/// <param name="SetAside">Whether staff set rules aside.</param>
/// <param name="Line">Whether a service line is named.</param>
/// <param name="IsSoon">Whether it is about now, a little earlier or later, whatever the day is.</param>
internal sealed record DrawnWish(
    int Place,
    int Day,
    int Minute,
    int Length,
    int People,
    int Units,
    int Booker,
    int Extras,
    bool SetAside,
    bool Line,
    bool IsSoon
)
{
    /// <summary>Mostly sensible ones, in a few days, so that they meet.</summary>
    public static readonly Gen<DrawnWish> Any =
        from place in Gen.Int[0, DrawnCentres.Places.Length - 1]
        from day in DrawnRules.OneOf(0, 1, 1, 2, 2, 3, 3, 7, 8, 8, 9, 12)
        from slot in Gen.Int[12, 46]
        from odd in DrawnRules.OneOf(0, 0, 0, 0, 15, 5)
        from length in DrawnRules.OneOf(15, 30, 60, 60, 90, 120, 240)
        from people in DrawnRules.OneOf(1, 1, 2, 3, 6, 7, 13)
        from units in DrawnRules.OneOf(0, 0, 0, 1, 2)
        from booker in DrawnRules.OneOf(0, 0, 0, 1, 2, 3, 4, 5)
        from extras in DrawnRules.OneOf(0, 0, 0, 1, 2, 3, 6, 7)
        from rest in Gen.Int[0, 11]
        select new DrawnWish(
            place,
            day,
            slot * 30 + odd,
            length,
            people,
            units,
            booker,
            extras,
            rest < 2,
            rest % 3 != 0,
            rest % 4 == 1
        );

    /// <summary>The person with a number.</summary>
    public static PersonId Person(int number) => new(new Guid(number + 1, 0, 0, new byte[8]));

    /// <summary>What is known of the person with a number.</summary>
    public static (AgeBand? Band, string? Community) Known(int number) =>
        number switch
        {
            0 => (AgeBand.Adult, "community-a"),
            1 => (AgeBand.Senior, "community-b"),
            2 => (AgeBand.Under14, null),
            _ => (null, null),
        };

    /// <summary>The person, or null for an organisation alone.</summary>
    public int? PersonNumber =>
        Booker switch
        {
            4 => null,
            5 => 0,
            _ => Booker,
        };

    /// <summary>The wish in a centre.</summary>
    public BookingWish In(DrawnCentre centre, DateTimeOffset now)
    {
        var book = centre.Book;
        var quarter = now.AddTicks(-(now.Ticks % TimeSpan.FromMinutes(15).Ticks));
        var start = IsSoon ? quarter.AddMinutes(((Minute / 30 % 8) - 3) * 15) : centre.At(Day, Minute);
        var extras = new List<ExtraWish>();
        if ((Extras & 1) > 0)
        {
            extras.Add(new ExtraWish(book.Find("speaker")!, 1));
        }

        if ((Extras & 6) > 0)
        {
            extras.Add(new ExtraWish(book.Find("projector")!, (Extras & 4) > 0 ? 2 : 1));
        }

        return new BookingWish(
            book.Find(DrawnCentres.Places[Place])!,
            new TimeWindow(start, start.AddMinutes(Length)),
            People,
            "meeting",
            Line ? "culture" : null,
            PersonNumber is { } number ? Person(number) : null,
            Booker switch
            {
                4 => "club",
                5 => "guild",
                _ => null,
            },
            Units == 0 ? null : Units,
            extras,
            SetAside ? "other" : null
        );
    }
}
