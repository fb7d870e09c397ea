using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.FrontDesk;

/// <summary>What the room brings to the house: pages for the staff who stand before people, and nothing that decides.</summary>
internal static class FrontDeskRoom
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DeskReads>();
        builder.Services.AddSingleton<DeskFinder>();
        builder.Services.AddSingleton<DeskShowing>();
        builder.Services.AddScoped<DeskActing>();
    }

    public static void MapPages(IEndpointRouteBuilder app)
    {
        DeskPages.Map(app);
        PersonPages.Map(app);
        NewcomerPages.Map(app);
        SuspensionPages.Map(app);
        ClosurePages.Map(app);
        SheetPages.Map(app);
    }
}
