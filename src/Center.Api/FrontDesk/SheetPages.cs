using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.FrontDesk.Pages;
using Center.Api.Plumbing.Pages;
using Center.Domain.Access;
using Center.Domain.Bookings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.FrontDesk;

/// <summary>The day on paper, for when there is no network: who comes where and when, with a box to tick.</summary>
internal static class SheetPages
{
    private const int MostDays = 730;

    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = DeskPages.Group(app);
        pages.MapGet("/desk/sheet", ShowAsync).Requires(Permission.ActOnAllBookings);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, DeskReads reads)
    {
        var (view, _) = await reads.OpenAsync(http);
        var date = DateIn(http.Request, view.Today);
        var day = await reads.DayAsync(http, view, date);
        var parameters = new
        {
            View = view,
            Date = date,
            Day = day.Where(one =>
                    one.Status is not (BookingStatus.Cancelled or BookingStatus.Declined or BookingStatus.Lapsed)
                )
                .ToList(),
        };
        return PageAnswer.Show<SheetPage>(http, 200, parameters);
    }

    // What cannot be read, or lies years away, means today; the page says which day it shows.
    private static DateOnly DateIn(HttpRequest request, DateOnly today) =>
        DateOnly.TryParseExact(
            request.Query["date"].ToString(),
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
        && Math.Abs(date.DayNumber - today.DayNumber) <= MostDays
            ? date
            : today;
}
