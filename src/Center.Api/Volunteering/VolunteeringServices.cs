using Center.Projections.Volunteering;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Volunteering;

/// <summary>Services of the room.</summary>
internal static class VolunteeringServices
{
    public static void Add(WebApplicationBuilder builder) => builder.Services.AddSingleton<ServiceEntryList>();
}
