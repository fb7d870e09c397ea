using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Api.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Plumbing;

public sealed class StartupFailureTests(TestPostgres postgres)
{
    [Fact]
    public async Task a_port_that_is_taken_is_told_in_one_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, port: 0);
        other.Start();
        var builder = WebApplication.CreateSlimBuilder();
        await using var app = builder.Build();
        app.Urls.Add($"http://{other.LocalEndpoint}");

        var exception = await Should.ThrowAsync<Exception>(app.StartAsync(TestContext.Current.CancellationToken));

        StartupFailure.Explain(exception)!.Message.ShouldStartWith("The HTTP port is taken");
    }

    [Fact]
    public async Task a_database_that_does_not_answer_is_told_in_one_sentence()
    {
        var exception = await FailedConnectionAsync(connection => connection.Port = 9);

        StartupFailure.Explain(exception)!.Message.ShouldStartWith("PostgreSQL does not answer");
    }

    [Fact]
    public async Task a_password_that_is_wrong_is_told_in_one_sentence()
    {
        var exception = await FailedConnectionAsync(connection => connection.Password = "wrong");

        StartupFailure.Explain(exception)!.Message.ShouldStartWith("PostgreSQL refuses the user name or password");
    }

    [Fact]
    public async Task a_database_that_is_missing_is_told_in_one_sentence()
    {
        var exception = await FailedConnectionAsync(connection => connection.Database = "nowhere");

        StartupFailure.Explain(exception)!.Message.ShouldContain("database \"nowhere\" does not exist");
    }

    [Fact]
    public void a_bug_is_not_explained_away() =>
        StartupFailure.Explain(new InvalidOperationException("a bug")).ShouldBeNull();

    private async Task<Exception> FailedConnectionAsync(Action<NpgsqlConnectionStringBuilder> spoil)
    {
        var settings = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync());
        spoil(settings);
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        return await Should.ThrowAsync<NpgsqlException>(connection.OpenAsync(TestContext.Current.CancellationToken));
    }
}
