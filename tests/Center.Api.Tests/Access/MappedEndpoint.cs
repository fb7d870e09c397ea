using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Center.Api.Tests.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Tests.Access;

/// <summary>One method of one route of the running service.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Pattern">Route pattern, with its leading slash.</param>
/// <param name="Endpoint">The endpoint with its marks.</param>
internal sealed partial record MappedEndpoint(string Method, string Pattern, RouteEndpoint Endpoint)
{
    private const string NobodysId = "0190c1a0-0000-7000-8000-000000000000";

    /// <summary>Everything that is mapped but the files of pages, in a stable order.</summary>
    public static IReadOnlyList<MappedEndpoint> AllOf(CenterUnderTest center) =>
        [
            .. center
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
                .SelectMany(endpoint =>
                    (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(
                        method => new MappedEndpoint(method, "/" + endpoint.RoutePattern.RawText!.Trim('/'), endpoint)
                    )
                )
                .OrderBy(endpoint => endpoint.Pattern, StringComparer.Ordinal)
                .ThenBy(endpoint => endpoint.Method, StringComparer.Ordinal),
        ];

    /// <summary>First part of the address below <c>/api/v1</c>, or of the address.</summary>
    public string Group => Pattern.Replace("/api/v1/", "/", StringComparison.Ordinal).Split('/', '.')[1];

    /// <summary>A request that reaches the endpoint, names nothing that exists, and carries a body that is no object.</summary>
    /// <param name="key">Bearer, or null for a stranger.</param>
    public HttpRequestMessage Request(string? key)
    {
        var request = new HttpRequestMessage(
            new HttpMethod(Method == "ANY" ? "GET" : Method),
            Parameter().Replace(Pattern, match => ValueOf(match.Groups["name"].Value, match.Groups["rest"].Value))
        );
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        if (Method is "POST" or "PUT" or "PATCH")
        {
            request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
            request.Content = new StringContent("[]", Encoding.UTF8, "application/json");
        }

        return request;
    }

    public override string ToString() => $"{Method} {Pattern}";

    private static string ValueOf(string name, string constraints) =>
        constraints.Contains("guid", StringComparison.Ordinal) ? NobodysId
        : constraints.Contains("int", StringComparison.Ordinal) ? "1"
        : constraints.Contains("long", StringComparison.Ordinal) ? "1"
        : name.StartsWith("**", StringComparison.Ordinal) ? "nothing/at-all"
        : "nothing";

    [GeneratedRegex("""\{(?<name>\**[A-Za-z]+)(?<rest>[^}]*)\}""")]
    private static partial Regex Parameter();
}
