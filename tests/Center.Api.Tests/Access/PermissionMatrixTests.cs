using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Access;

/// <summary>Who may call what, asked of the running service.</summary>
public sealed class PermissionMatrixTests(TestPostgres postgres)
{
    // What the contract calls open; a slash at the end stands for everything below.
    private static readonly string[] _mayBeOpen =
    [
        "/health/",
        "/docs/",
        "/openapi/",
        "/problems",
        "/problems/{code}",
        "/sign-in",
        "/sign-in/oidc",
        "/sign-in/{token}",
        "/sign-out",
        "/",
        "/live/board",
        "/live/stream",
        "/api/v1/verify",
        "/api/v1/audit/log/",
    ];

    [Fact]
    public async Task who_may_call_what_is_what_was_approved()
    {
        var endpoints = MappedEndpoint.AllOf(await postgres.SharedCenterAsync());
        endpoints.Count.ShouldBeGreaterThan(50);
        var text = new StringBuilder("Roles in order: ")
            .AppendJoin(", ", Enum.GetValues<Role>().Select(role => $"{LetterOf(role)} {NameOf(role)}"))
            .Append(
                ".\nA letter: the role passes the gate, in some scope. What is touched (whose, where) decides further.\n"
            );
        foreach (var group in endpoints.GroupBy(endpoint => endpoint.Group).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append('\n').Append(group.Key).Append('\n');
            foreach (var endpoint in group)
            {
                text.Append("  ").Append(LineOf(endpoint)).Append('\n');
            }
        }

        Approved.ShouldHold("permissions.txt", text.ToString());
    }

    [Fact]
    public async Task every_endpoint_says_who_may_call_it()
    {
        foreach (var endpoint in MappedEndpoint.AllOf(await postgres.SharedCenterAsync()))
        {
            var marks = endpoint.Endpoint.Metadata;
            var required = marks.GetOrderedMetadata<RequiredPermission>().Count;
            var open = marks.GetOrderedMetadata<OpenToStrangersMark>().Count;
            (required + open).ShouldBe(1, $"{endpoint} requires one permission or is open to strangers, not both.");
        }
    }

    [Fact]
    public async Task nothing_is_open_to_strangers_but_what_the_contract_names()
    {
        var open = MappedEndpoint.AllOf(await postgres.SharedCenterAsync()).Where(IsOpen).ToList();
        open.ShouldContain(endpoint => endpoint.Pattern == "/health/live");
        open.Where(endpoint => !_mayBeOpen.Any(allowed => Matches(allowed, endpoint.Pattern))).ShouldBeEmpty();
    }

    [Fact]
    public async Task files_of_pages_are_read_by_everybody_and_written_by_nobody()
    {
        var center = await postgres.SharedCenterAsync();
        var files = center
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            .ToList();
        files.ShouldNotBeEmpty();
        files.ShouldAllBe(file => file.Metadata.GetMetadata<OpenToStrangersMark>() != null);
        files
            .SelectMany(file => file.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods)
            .Distinct()
            .ShouldBe(["GET", "HEAD"], ignoreOrder: true);
    }

    [Fact]
    public void an_endpoint_that_says_nothing_admits_nobody()
    {
        var silent = new Endpoint(null, null, "silent");
        Enum.GetValues<Role>().ShouldAllBe(role => EndpointAccess.Admit(silent, CallerOf(role)) == null);
    }

    [Fact]
    public void the_role_in_events_is_the_one_that_lets_the_request_through()
    {
        var endpoint = new Endpoint(null, new([new RequiredPermission(Permission.CreditService)]), "credit");
        var caller = CallerOf(Role.Resident) with
        {
            Grants = [Grant.Everywhere(Role.Resident), Grant.Everywhere(Role.Coordinator)],
        };
        EndpointAccess.Admit(endpoint, caller)!.Role.ShouldBe(Role.Coordinator);
    }

    internal static bool IsOpen(MappedEndpoint endpoint) =>
        endpoint.Endpoint.Metadata.GetMetadata<OpenToStrangersMark>() is not null;

    internal static bool Admits(MappedEndpoint endpoint, Role role) =>
        IsOpen(endpoint) || EndpointAccess.Admit(endpoint.Endpoint, CallerOf(role)) is not null;

    internal static string NameOf(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static bool Matches(string allowed, string pattern) =>
        pattern == allowed
        || (allowed.Length > 1 && allowed[^1] == '/' && (pattern + "/").StartsWith(allowed, StringComparison.Ordinal));

    private static string LineOf(MappedEndpoint endpoint)
    {
        var access = IsOpen(endpoint)
            ? "open to strangers"
            : NameOf(endpoint.Endpoint.Metadata.GetRequiredMetadata<RequiredPermission>().Permission);
        var roles = Enum.GetValues<Role>().Select(role => Admits(endpoint, role) ? LetterOf(role) : '.');
        return $"{endpoint.Method, -7}{endpoint.Pattern, -52} {string.Join(' ', roles)}  {access}";
    }

    private static char LetterOf(Role role) =>
        role switch
        {
            Role.Coordinator => 'K',
            Role.Device => 'T',
            Role.Admin => 'X',
            _ => role.ToString()[0],
        };

    private static Caller CallerOf(Role role) =>
        new()
        {
            Centre = CenterUnderTest.Centre,
            Subject = "somebody",
            Credential = default,
            Grants = [Grant.Everywhere(role)],
            Role = role,
            Channel = "api",
        };
}
