using Center.Api.Plumbing;
using Center.Projections.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.People;

/// <summary>Services of the room: the vault's key.</summary>
internal static class PeopleServices
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services =>
            VaultKeySource.Read(builder.Configuration, services.GetRequiredService<CenterHome>())
        );
        builder.Services.AddSingleton<PersonalReading>();
        builder.Services.AddSingleton<PersonalTraces>();
        builder.Services.AddSingleton<Suspensions>();
        builder.Services.AddSingleton<LookUps>();
        builder.Services.AddSingleton<PeopleActedFor>();
        builder.Services.AddSingleton<IFirstStart, VaultKeyCheck>();
        builder.Services.AddSingleton<DestroyedKeys>();
        builder.Services.AddSingleton<ErasureFile>();
        builder.Services.AddSingleton<Erasing>();
        builder.Services.AddSingleton<EraseAgain>();
        builder.Services.AddSingleton<IFirstStart>(services => services.GetRequiredService<EraseAgain>());
        builder.Services.AddHostedService<KeepErasures>();
    }
}
