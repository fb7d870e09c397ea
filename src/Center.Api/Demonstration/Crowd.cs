using System;
using Center.Domain.Facilities;

namespace Center.Api.Demonstration;

/// <summary>
/// How many people want what on a day. The size of a real street centre: about 420 people a day through the doors of the
/// thirteen sites, 30 uses of rooms.
/// </summary>
/// <param name="Rooms">Residents who book a room.</param>
/// <param name="OrganisationRooms">Organisations that ask for a room.</param>
/// <param name="SeatsAhead">Seats booked ahead.</param>
/// <param name="SeatsAtOnce">Seats taken by whoever stands there.</param>
/// <param name="CountersAhead">Visits to a counter booked ahead.</param>
/// <param name="CountersAtOnce">Visits to a counter without a booking before.</param>
/// <param name="Services">Services of volunteers.</param>
/// <param name="VisitsAtCentre">People through the door of the street's centre, about.</param>
/// <param name="VisitsAtStation">People through the door of a community's station, about.</param>
internal sealed record Crowd(
    int Rooms,
    int OrganisationRooms,
    int SeatsAhead,
    int SeatsAtOnce,
    int CountersAhead,
    int CountersAtOnce,
    int Services,
    int VisitsAtCentre,
    int VisitsAtStation
)
{
    private static readonly Crowd _working = new(17, 7, 11, 20, 10, 10, 10, 235, 13);
    private static readonly Crowd _weekend = new(26, 4, 15, 30, 4, 4, 15, 340, 17);
    private static readonly Crowd _holiday = new(9, 2, 7, 14, 0, 0, 6, 150, 6);

    /// <summary>What a day is like.</summary>
    public static Crowd Of(CentreBook book, DateOnly day) =>
        book.HolidayCalendar.IsHoliday(day) ? _holiday
        : book.IsWorkingDay(day) ? _working
        : _weekend;
}
