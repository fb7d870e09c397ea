using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using System.Threading.Tasks;
using Center.Api.Plumbing.Reference;
using Center.Api.Tests.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Reference;

public sealed class ReferenceTests(TestPostgres postgres)
{
    private static readonly JsonSerializerOptions _readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    [Fact]
    public async Task the_document_is_what_was_approved()
    {
        var document = await DocumentAsync();
        document.GetProperty("openapi").GetString()!.ShouldStartWith("3.1");
        Approved.ShouldHoldAt(
            Path.Combine(Repository.Root, "openapi", "v1.json"),
            JsonSerializer.Serialize(document, _readable) + "\n"
        );
    }

    [Fact]
    public async Task every_route_of_the_api_is_described_and_every_note_is_about_a_route()
    {
        var center = await postgres.SharedCenterAsync();
        var routes = center
            .Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText?.StartsWith("/api/", StringComparison.Ordinal) == true)
            .ToList();
        routes.ShouldNotBeEmpty();
        routes
            .Where(route => route.Metadata.GetMetadata<RouteNote>() is null)
            .Select(route => $"{MethodOf(route)} {route.RoutePattern.RawText}")
            .ShouldBeEmpty("Describe these routes in <Room>Reference.cs.");

        var about = center
            .Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .Select(endpoint => endpoint.Metadata.GetMetadata<RouteNote>())
            .OfType<RouteNote>();
        RouteNotes
            .All.Except(about)
            .Select(note => $"{note.Method} {note.Path}")
            .ShouldBeEmpty("These notes are about routes that are not there.");
    }

    [Fact]
    public async Task operations_have_names_of_their_own_bodies_and_a_way_to_refuse()
    {
        var names = new List<string>();
        foreach (var operation in Operations(await DocumentAsync()))
        {
            var name = operation.GetProperty("operationId").GetString()!;
            names.Add(name);
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrWhiteSpace(name);
            var answers = operation.GetProperty("responses");
            answers.GetProperty("400").GetProperty("$ref").GetString().ShouldBe("#/components/responses/Problem");
            answers.EnumerateObject().Count(answer => answer.Name[0] == '2').ShouldBe(1, name);
        }

        names.ShouldBeUnique();
    }

    [Theory]
    [InlineData("/me")]
    [InlineData("/sites")]
    [InlineData("/service-lines")]
    [InlineData("/organisations")]
    [InlineData("/facilities")]
    [InlineData("/facilities/{code}", "/facilities/multi-function-hall")]
    [InlineData("/keys")]
    [InlineData("/grants")]
    [InlineData("/bookings")]
    [InlineData("/service-entries")]
    [InlineData("/devices")]
    [InlineData("/sites/{code}/roll", "/sites/main/roll")]
    [InlineData("/sites/{code}/now", "/sites/main/now")]
    [InlineData("/figures", "/figures?measure=bookings&by=site&grain=month")]
    [InlineData("/audit/replays")]
    [InlineData(
        "/facilities/{code}/availability",
        "/facilities/chess-room/availability?from=2027-03-01T00:00:00Z&to=2027-03-02T00:00:00Z"
    )]
    [InlineData("/availability", "/availability?from=2027-03-01T00:00:00Z&to=2027-03-02T00:00:00Z")]
    public async Task answers_have_the_members_that_the_document_promises(string path, string? asked = null)
    {
        var center = await postgres.SharedCenterAsync();
        var document = await DocumentAsync();
        var schema = document
            .GetProperty("paths")
            .GetProperty($"/api/v1{path}")
            .GetProperty("get")
            .GetProperty("responses")
            .GetProperty("200")
            .GetProperty("content")
            .GetProperty("application/json")
            .GetProperty("schema");
        var answer = await new CentreClient(center.Http, center.AdminKey).GetAsync(asked ?? path);
        var wrong = new List<string>();
        Compare(document, schema, answer.ShouldBe(200).Body, "$", path == "/figures", wrong);
        wrong.ShouldBeEmpty();
    }

    private static void Compare(
        JsonElement document,
        JsonElement schema,
        JsonElement value,
        string at,
        bool open,
        List<string> wrong
    )
    {
        var shape = Resolve(document, schema);
        if (value.ValueKind == JsonValueKind.Array && shape.TryGetProperty("items", out var items))
        {
            foreach (var item in value.EnumerateArray().Take(3))
            {
                Compare(document, items, item, $"{at}[]", open, wrong);
            }
        }

        if (value.ValueKind != JsonValueKind.Object || !shape.TryGetProperty("properties", out var properties))
        {
            return;
        }

        if (shape.TryGetProperty("required", out var required))
        {
            wrong.AddRange(
                required
                    .EnumerateArray()
                    .Where(name => !value.TryGetProperty(name.GetString()!, out _))
                    .Select(name => $"{at}.{name} is promised and missing")
            );
        }

        foreach (var member in value.EnumerateObject())
        {
            if (properties.TryGetProperty(member.Name, out var described))
            {
                Compare(document, described, member.Value, $"{at}.{member.Name}", open, wrong);
            }
            else if (!open)
            {
                wrong.Add($"{at}.{member.Name} is not described");
            }
        }
    }

    private static JsonElement Resolve(JsonElement document, JsonElement schema)
    {
        if (schema.TryGetProperty("oneOf", out var ways))
        {
            schema = ways.EnumerateArray().Last();
        }

        return schema.TryGetProperty("$ref", out var reference)
            ? document
                .GetProperty("components")
                .GetProperty("schemas")
                .GetProperty(reference.GetString()!.Split('/')[^1])
            : schema;
    }

    private static IEnumerable<JsonElement> Operations(JsonElement document) =>
        document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject())
            .Select(operation => operation.Value);

    private static string MethodOf(RouteEndpoint route) =>
        route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "any";

    private async Task<JsonElement> DocumentAsync()
    {
        var center = await postgres.SharedCenterAsync();
        using var answer = await center.Http.GetAsync(
            new Uri("/openapi/v1.json", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        answer.EnsureSuccessStatusCode();
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
