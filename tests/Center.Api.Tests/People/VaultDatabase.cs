using System.Threading.Tasks;
using Center.Api.Tests.Audit;
using Center.Api.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace Center.Api.Tests.People;

/// <summary>A database with the tables of the vault.</summary>
/// <param name="postgres">Where it is made.</param>
public sealed class VaultDatabase(TestPostgres postgres) : IAsyncLifetime
{
    public const string Centre = AuditDatabase.Centre;

    private AuditDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await AuditDatabase.CreateAsync(postgres);

    public async Task<NpgsqlConnection> OpenAsync() =>
        await _database.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
