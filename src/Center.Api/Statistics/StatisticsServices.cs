using Center.Api.Statistics.Pages;
using Center.Projections.Statistics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Statistics;

/// <summary>Services of the room: figures, the live feed and the day page.</summary>
internal static class StatisticsServices
{
    public static void Add(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<FigureSums>();
        services.AddSingleton<FigureAnswers>();
        services.AddSingleton<FigureDesk>();
        services.AddSingleton<LiveLog>();
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<BoardBookings>();
        services.AddSingleton<KeyFigures>();
        services.AddSingleton<DayBoards>();
        services.AddSingleton<Watchers>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveFeed>());
    }
}
