using System;
using System.Reflection;
using Center.Api.Access;
using Center.Api.Plumbing.Metrics;
using Center.Api.Plumbing.Pages;
using Center.Api.Plumbing.Reference;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Plumbing;

/// <summary>The request pipeline and the routes that belong to no room.</summary>
internal static class CenterPipeline
{
    public static void Use(WebApplication app)
    {
        app.UseMiddleware<ErrorAnswers>();
        app.UseRouting();
        // Takes the way back from a sign-in service, which is no endpoint.
        app.UseAuthentication();
        PageLanguage.Use(app);
        PageType.Use(app);
        Rooms.Use(app);
        Rooms.MapApi(app.MapGroup("/api/v1").WithNotes());
        Rooms.MapPages(app);
        OperationsRoutes.Map(app.MapGroup(string.Empty).WithNotes());
        MetricsRoutes.Map(app.MapGroup(string.Empty).WithNotes());
        ReferenceRoutes.Map(app);
        app.MapStaticAssets().OpenToStrangers();
    }
}
