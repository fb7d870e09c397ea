using System;
using System.Collections.Generic;
using System.Text;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Api.Tests.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.People;

/// <summary>The key of the vault at the start of the service.</summary>
public sealed class VaultKeyTests(TestPostgres postgres) : IDisposable
{
    private readonly ScratchHome _home = new("center");

    [Fact]
    public async Task a_service_with_another_key_does_not_start_on_the_database()
    {
        var database = await postgres.CreateDatabaseAsync();
        await StartAsync(database, KeyOf('a'));
        await StartAsync(database, KeyOf('a'));
        var refused = await Should.ThrowAsync<StartupFailure>(() => StartAsync(database, KeyOf('b')));
        refused.Message.ShouldContain("sealed with another vault key");
        refused.Message.ShouldContain("Center:VaultKey");
        refused.Message.ShouldNotContain(KeyOf('b'));
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("c2hvcnQ=")]
    public async Task a_key_of_another_form_is_told_at_the_start(string key)
    {
        var database = await postgres.CreateDatabaseAsync();
        var refused = await Should.ThrowAsync<StartupFailure>(() => StartAsync(database, key));
        refused.Message.ShouldBe("Center:VaultKey must hold 32 bytes in base64.");
    }

    [Fact]
    public async Task without_a_given_key_one_is_made_in_the_home_and_used_again()
    {
        var database = await postgres.CreateDatabaseAsync();
        await StartAsync(database, null);
        var made = _home.Open().ReadSecret("vault-key").ShouldNotBeNull();
        Convert.FromBase64String(Encoding.ASCII.GetString(made)).Length.ShouldBe(32);
        await StartAsync(database, null);
        _home.Open().WriteSecret("vault-key", Encoding.ASCII.GetBytes(KeyOf('c')));
        await Should.ThrowAsync<StartupFailure>(() => StartAsync(database, null));
    }

    public void Dispose() => _home.Dispose();

    private static string KeyOf(char letter) => Convert.ToBase64String(Encoding.ASCII.GetBytes(new string(letter, 32)));

    private async Task StartAsync(string database, string? vaultKey)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Center"] = database,
            ["CENTER_HOME"] = _home.Open().Folder,
            ["Center:VaultKey"] = vaultKey,
            ["Center:SingleNode"] = "true",
        };
        await using var host = await CenterHost.BuildAsync(
            [],
            null,
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(settings);
                builder.Logging.ClearProviders();
            }
        );
        await host.Services.GetRequiredService<Migration>().RunAsync(TestContext.Current.CancellationToken);
    }
}
