using Center.Api.Bookings.Pages;
using Center.Projections.Bookings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Bookings;

/// <summary>What the room brings to the house.</summary>
internal static class BookingsRoom
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<BookingNotes>();
        builder.Services.AddSingleton<KnownReminders>();
        builder.Services.AddScoped<IBookingReminders, BookingDeadlines>();
        builder.Services.AddScoped<BookingDesk>();
        builder.Services.AddScoped<BookingActs>();
        builder.Services.AddSingleton<AdmissionWatch>();
        builder.Services.AddSingleton<AdmissionWriters>();
        builder.Services.AddScoped<AdmissionDoor>();
        builder.Services.AddSingleton<FreeReads>();
        builder.Services.AddSingleton<SharedAlternatives>();
        builder.Services.AddSingleton<RefusalCounts>();
        builder.Services.AddSingleton<BookingRefusals>();
        builder.Services.AddSingleton<BookPage>();
        builder.Services.AddSingleton<Family>();
        builder.Services.AddSingleton<BookingSight>();
        builder.Services.AddHostedService<CountRefusals>();
    }

    /// <summary>What residents see.</summary>
    public static void MapPages(IEndpointRouteBuilder app)
    {
        BookPages.Map(app);
        BookingPages.Map(app);
    }

    public static void MapApi(RouteGroupBuilder api)
    {
        BookingsEndpoints.Map(api);
        BookingsQueries.Map(api);
        NoteEndpoints.Map(api);
        AvailabilityQueries.Map(api);
    }
}
