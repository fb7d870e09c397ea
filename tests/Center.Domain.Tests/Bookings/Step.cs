using CsCheck;

namespace Center.Domain.Tests.Bookings;

/// <summary>One thing that somebody does in a drawn centre.</summary>
/// <param name="Act">What; 0 … 5 books, holds or moves.</param>
/// <param name="Booking">Which of nine bookings.</param>
/// <param name="Minutes">Minutes that passed before.</param>
/// <param name="Wish">What is asked for.</param>
internal sealed record Step(int Act, int Booking, int Minutes, DrawnWish Wish)
{
    public static readonly Gen<Step> Any =
        from act in DrawnRules.OneOf(0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12, 12, 13, 14, 15)
        from booking in Gen.Int[0, 8]
        from minutes in DrawnRules.OneOf(0, 0, 1, 5, 5, 15, 30, 60, 180, 720, 1440)
        from wish in DrawnWish.Any
        select new Step(act, booking, minutes, wish);
}
