using System;
using System.Threading.Tasks;
using Center.Domain.Facilities;

namespace Center.Api.Demonstration;

/// <summary>Plans who books what in the course of a day: at home for a later day, or standing there.</summary>
/// <param name="stage">The stage.</param>
/// <param name="wishes">What people want.</param>
/// <param name="bookings">What becomes of it.</param>
internal sealed class Bookers(Stage stage, Wishes wishes, BookingStory bookings)
{
    /// <summary>Plans everybody who books on a day.</summary>
    public void Plan(DateOnly day)
    {
        var crowd = Crowd.Of(stage.Book, day);
        Ahead(day, crowd.Rooms, FacilityKind.Room, BookRoomAsync);
        Ahead(day, crowd.OrganisationRooms, FacilityKind.Room, AskForRoomAsync);
        Ahead(day, crowd.SeatsAhead, FacilityKind.Seats, (at, place) => BookSoonAsync(at, place, 3));
        Ahead(day, crowd.CountersAhead, FacilityKind.Counter, (at, place) => BookSoonAsync(at, place, 7));
        AtOnce(day, crowd.SeatsAtOnce, FacilityKind.Seats);
        AtOnce(day, crowd.CountersAtOnce, FacilityKind.Counter);
    }

    // People book from their sofas as well, so the pages are busy until late.
    private void Ahead(DateOnly day, int people, FacilityKind kind, Func<DateTimeOffset, Bookable, Task> book)
    {
        for (var i = 0; i < people; i++)
        {
            var at = stage.Zone.InstantOf(day, new TimeOnly(7, 30)) + stage.Chance.Minutes(0, 15 * 60);
            var place = wishes.PlaceOf(kind);
            stage.Agenda.At(at, now => book(now, place));
        }
    }

    private void AtOnce(DateOnly day, int people, FacilityKind kind)
    {
        for (var i = 0; i < people; i++)
        {
            var place = wishes.PlaceOf(kind);
            var open = stage.Book.OpenWindows(place, day);
            if (open.Count > 0)
            {
                var window = stage.Chance.Of(open);
                var at = window.Start + stage.Chance.Minutes(1, (int)window.Duration.TotalMinutes - 1);
                stage.Agenda.At(at, now => TakeNowAsync(now, place));
            }
        }
    }

    private async Task BookRoomAsync(DateTimeOffset now, Bookable place)
    {
        // One in twenty forgets that a room wants notice.
        var days = stage.Chance.Happens(5) ? 0 : stage.Chance.Between(2, 14);
        await BookAsync(now, place, days, hold: stage.Chance.Happens(30));
    }

    private Task BookSoonAsync(DateTimeOffset now, Bookable place, int mostDays) =>
        BookAsync(now, place, stage.Chance.Between(1, mostDays), hold: stage.Chance.Happens(10));

    private async Task BookAsync(DateTimeOffset now, Bookable place, int days, bool hold)
    {
        var booker = stage.Chance.Skewed(stage.Cast.Bookers);
        if (wishes.On(place, stage.Zone.DateOf(now).AddDays(days), hold) is { } wish)
        {
            await bookings.PlaceAsync(now, booker.Caller, wish);
        }
    }

    private async Task AskForRoomAsync(DateTimeOffset now, Bookable place)
    {
        var organiser = stage.Chance.Of(stage.Cast.Organisers).Caller;
        if (wishes.On(place, stage.Zone.DateOf(now).AddDays(stage.Chance.Between(3, 21))) is { } wish)
        {
            await bookings.PlaceAsync(now, organiser, wish);
        }
    }

    private async Task TakeNowAsync(DateTimeOffset now, Bookable place)
    {
        var booker = stage.Chance.Skewed(stage.Cast.Bookers);
        if (wishes.Now(place, now) is not { } wish)
        {
            return;
        }

        // Half of them let the front desk do it.
        var steward = stage.Chance.Happens(50);
        var caller = steward ? stage.Chance.Of(stage.Cast.Stewards).Caller : booker.Caller;
        await bookings.TakeNowAsync(now, caller, steward ? wish with { OnBehalfOf = booker.Person.Value } : wish);
    }
}
