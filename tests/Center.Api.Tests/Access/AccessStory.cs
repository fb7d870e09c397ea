using System;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Access;
using Center.Projections.EventStore;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Access;

/// <summary>Keys and people at a running centre.</summary>
/// <param name="center">The centre.</param>
internal sealed class AccessStory(CenterUnderTest center)
{
    public const string OtherCentre = "another_street";

    public CentreClient Admin => new(center.Http, center.AdminKey);

    public CentreClient With(string? key) => new(center.Http, key);

    /// <summary>Issues a key.</summary>
    public async Task<(string Id, string Key)> KeyAsync(string role, string? scope = null, string? person = null)
    {
        var answer = await Admin.PostAsync("/keys", Wanted(role, scope, person));
        return (answer.ShouldBe(201).Text("id"), answer.Text("key"));
    }

    public async Task<string> PersonAsync(object? personal = null, string ageBand = "adult") =>
        (await Admin.PostAsync("/people", new { ageBand, personal })).ShouldBe(201).Text("id");

    /// <summary>A person and the path of a sign-in link for her.</summary>
    public async Task<(string Person, string Path)> LinkAsync()
    {
        var person = await PersonAsync();
        var link = await Admin.PostAsync($"/people/{person}/sign-in-link", new { });
        return (person, new Uri(link.ShouldBe(201).Text("url")).AbsolutePath);
    }

    public static object Wanted(string role, string? scope = null, string? person = null) =>
        new
        {
            name = "test",
            role,
            scope,
            person,
        };

    /// <summary>A second centre on the same database, with an administrator of its own.</summary>
    /// <returns>The administrator's key.</returns>
    public async Task<string> OtherCentreAsync()
    {
        var store = center.Services.GetRequiredService<IDocumentStore>();
        await store.Advanced.AddMartenManagedTenantsAsync(TestContext.Current.CancellationToken, OtherCentre);
        var wanted = new WantedKey("other", Grant.Everywhere(Role.Admin));
        var keys = center.Services.GetRequiredService<ConsoleKeys>();
        return (await keys.IssueAsync(OtherCentre, wanted, null, default)).Secret;
    }

    /// <summary>One number out of the database.</summary>
    public async Task<long> CountAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(center.ConnectionString);
        await using var command = source.CreateCommand($"select count(*) from ({sql}) counted");
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Events that name any of these people; in a centre that others share, the only ones that can be counted.</summary>
    public Task<long> EventsAboutAsync(params string[] people) =>
        CountAsync($"select from center.mt_events where {EventNaming.Ids} && '{{{string.Join(',', people)}}}'");

    /// <summary>All events there are, in a centre of one's own.</summary>
    public Task<long> EventsAsync() => CountAsync($"select from {CenterStore.Schema}.mt_events");
}
