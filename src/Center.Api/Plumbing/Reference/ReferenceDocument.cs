using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Center.Api.Plumbing.Reference;

/// <summary>The OpenAPI 3.1 document of the HTTP API.</summary>
internal static class ReferenceDocument
{
    /// <summary>Name of the document.</summary>
    public const string Name = "v1";

    private const string About = """
        An event-sourced service for neighbourhood service centres. Times are RFC 3339 with an offset and go out in UTC;
        windows are half-open; minutes are integers. Refusals are problem+json with a stable `code`, explained under
        `/problems/{code}`. Every POST takes an `Idempotency-Key`. A caller with rights in several centres names one in
        `Center-Id`. Answers made from views carry `Center-Position`, and `Center-Min-Position` waits for one's own write.
        """;

    private static readonly string[] _described = ["api/", "health/", "version", "problems"];

    public static void Add(IServiceCollection services) =>
        services.AddOpenApi(
            Name,
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.ShouldInclude = route =>
                    _described.Any(start => route.RelativePath?.StartsWith(start, StringComparison.Ordinal) == true);
                options.AddSchemaTransformer(new ValueSchemas());
                options.AddOperationTransformer(new OperationNotes());
                options.AddDocumentTransformer(DescribeAsync);
            }
        );

    private static Task DescribeAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken stopping
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "Center",
            Version = Name,
            Description = About,
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.AddComponent(
            "bearer",
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key (`ck_…`) or a token of the configured sign-in service.",
            }
        );
        document.AddComponent("Problem", ProblemSchema());
        document.AddComponent("Problem", ProblemResponse(document));
        document.Tags = document
            .Paths.Values.SelectMany(path => path.Operations?.Values.ToArray() ?? [])
            .SelectMany(operation => operation.Tags?.ToArray() ?? [])
            .Select(tag => tag.Reference.Id!)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(tag => new OpenApiTag { Name = tag })
            .ToHashSet();
        return Task.CompletedTask;
    }

    private static OpenApiResponse ProblemResponse(OpenApiDocument document) =>
        new()
        {
            Description = "Refused; `code` says why.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference("Problem", document),
                },
            },
        };

    private static OpenApiSchema ProblemSchema() =>
        new()
        {
            Type = JsonSchemaType.Object,
            Description = "RFC 9457; further members depend on the code.",
            Required = new HashSet<string> { "type", "title", "status", "code" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("`/problems/<code>`, readable there."),
                ["title"] = Text("The same for every problem of the code."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                ["detail"] = Text("What is wrong with this request."),
                ["code"] = Text("Stable; what programs look at."),
                ["traceId"] = Text("What the operator finds the request by."),
                ["member"] = Text("The member or parameter that is wrong."),
            },
            AdditionalPropertiesAllowed = true,
        };

    private static OpenApiSchema Text(string meaning) => new() { Type = JsonSchemaType.String, Description = meaning };
}
