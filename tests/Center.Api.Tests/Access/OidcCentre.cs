using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Xunit;

namespace Center.Api.Tests.Access;

/// <summary>A centre whose pages offer a sign-in service, and that service.</summary>
/// <param name="postgres">Where its database is made.</param>
public sealed class OidcCentre(TestPostgres postgres) : IAsyncLifetime
{
    internal TokenIssuer Issuer { get; private set; } = null!;

    public CenterUnderTest Center { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Issuer = await TokenIssuer.StartAsync();
        Center = await CenterUnderTest.StartAsync(postgres, configuration: Issuer.Flow.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await Center.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}
