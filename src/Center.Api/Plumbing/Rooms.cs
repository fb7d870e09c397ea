using Center.Api.Access;
using Center.Api.Access.Pages;
using Center.Api.Attendance;
using Center.Api.Audit;
using Center.Api.Bookings;
using Center.Api.Facilities;
using Center.Api.FrontDesk;
using Center.Api.Notifications;
using Center.Api.People;
using Center.Api.Statistics;
using Center.Api.Statistics.Pages;
using Center.Api.Volunteering;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Plumbing;

/// <summary>The rooms of the house: one line each for services, middleware and routes.</summary>
internal static class Rooms
{
    public static void AddServices(WebApplicationBuilder builder)
    {
        PeopleServices.Add(builder);
        AccessServices.Add(builder);
        VolunteeringServices.Add(builder);
        FacilitiesRoom.Add(builder);
        BookingsRoom.Add(builder);
        FrontDeskRoom.Add(builder);
        AuditServices.Add(builder);
        StatisticsServices.Add(builder);
        NotificationsRoom.Add(builder);
    }

    /// <summary>Middleware between routing and the endpoints.</summary>
    public static void Use(WebApplication app)
    {
        app.UseMiddleware<AccessGate>();
        app.UseMiddleware<AnswerMediaGate>();
    }

    /// <summary>Routes below <c>/api/v1</c>.</summary>
    public static void MapApi(RouteGroupBuilder api)
    {
        AccessEndpoints.Map(api);
        AccessQueries.Map(api);
        PeopleEndpoints.Map(api);
        PeopleQueries.Map(api);
        StandingEndpoints.Map(api);
        ConsentEndpoints.Map(api);
        OwnDataEndpoints.Map(api);
        LookUpEndpoints.Map(api);
        VolunteeringEndpoints.Map(api);
        VolunteeringQueries.Map(api);
        AttendanceEndpoints.Map(api);
        AttendanceQueries.Map(api);
        FacilitiesRoom.MapApi(api);
        BookingsRoom.MapApi(api);
        AuditEndpoints.Map(api);
        AuditQueries.Map(api);
        PastViewQueries.Map(api);
        RightsQueries.Map(api);
        SampleEndpoints.Map(api);
        FindingEndpoints.Map(api);
        LogRoutes.Map(api);
        LogProofs.Map(api);
        BundleEndpoints.Map(api);
        StatisticsQueries.Map(api);
        NotificationsRoom.MapApi(api);
    }

    /// <summary>Pages and everything else outside <c>/api/v1</c>.</summary>
    public static void MapPages(WebApplication app)
    {
        SignInPages.Map(app);
        DayPages.Map(app);
        BookingsRoom.MapPages(app);
        FrontDeskRoom.MapPages(app);
        AuditPages.Map(app);
        PastDayPages.Map(app);
        LookUpPages.Map(app);
        RightsPages.Map(app);
    }
}
