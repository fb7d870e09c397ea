using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Center.Api.Plumbing.Reference;

/// <summary>
/// Tells each operation what holds for all of them: its room, who may call it, headers, query parameters, and how it
/// refuses.
/// </summary>
internal sealed class OperationNotes : IOpenApiOperationTransformer
{
    public Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var endpoint = context.Description.ActionDescriptor.EndpointMetadata;
        var handler = endpoint.OfType<MethodInfo>().FirstOrDefault();
        var method = context.Description.HttpMethod ?? "GET";
        var note = endpoint.OfType<RouteNote>().FirstOrDefault();
        var permission = endpoint.OfType<RequiredPermission>().LastOrDefault();
        var room = RoomOf(handler);
        operation.Tags = new HashSet<OpenApiTagReference> { new(room, context.Document) };
        operation.OperationId = handler is null ? null : $"{room}.{NameOf(handler, room)}{OfWhich(context)}";
        operation.Parameters ??= [];
        foreach (var name in note?.Query ?? [])
        {
            operation.Parameters.Add(ReferenceParameters.Query(name));
        }

        AddHeaders(operation, method, endpoint.OfType<IAcceptsMetadata>().Any());
        AddAccess(operation, permission, context.Document!);
        AddRefusals(operation, method, permission is not null, context.Document!);
        return Task.CompletedTask;
    }

    private static void AddHeaders(OpenApiOperation operation, string method, bool hasBody)
    {
        if (method == "POST")
        {
            operation.Parameters!.Add(ReferenceParameters.IdempotencyKey);
        }

        if (method == "PUT" || (method == "POST" && hasBody && operation.Parameters!.Any(IsInPath)))
        {
            operation.Parameters!.Add(ReferenceParameters.IfMatch(required: method == "PUT"));
        }
    }

    private static void AddAccess(OpenApiOperation operation, RequiredPermission? permission, OpenApiDocument document)
    {
        operation.Security = permission is null
            ? [new OpenApiSecurityRequirement()]
            : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
        if (permission is not null)
        {
            operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
            operation.Extensions["x-permission"] = new JsonNodeExtension(
                JsonValue.Create(JsonNamingPolicy.KebabCaseLower.ConvertName(permission.Permission.ToString()))
            );
        }
    }

    private static void AddRefusals(
        OpenApiOperation operation,
        string method,
        bool needsCredential,
        OpenApiDocument document
    )
    {
        operation.Responses ??= [];
        int[] statuses =
        [
            400,
            .. needsCredential ? new[] { 401, 403 } : [],
            .. operation.Parameters!.Any(IsInPath) ? new[] { 404 } : [],
            .. method == "GET" ? [] : new[] { 409, 412, 422 },
            .. method == "PUT" ? new[] { 428 } : [],
            429,
            503,
        ];
        foreach (var status in statuses)
        {
            operation.Responses.TryAdd(
                status.ToString(CultureInfo.InvariantCulture),
                new OpenApiResponseReference("Problem", document)
            );
        }
    }

    // One handler may answer for the only centre and for one that the path names.
    private static string OfWhich(OpenApiOperationTransformerContext context) =>
        context.Description.RelativePath?.Contains("{centre}", StringComparison.Ordinal) == true
            ? "OfCentre"
            : string.Empty;

    private static bool IsInPath(IOpenApiParameter parameter) => parameter.In == ParameterLocation.Path;

    private static string RoomOf(MethodInfo? handler) =>
        handler?.DeclaringType?.Namespace is { } name && name.Split('.') is ["Center", "Api", var room, ..]
            ? room == "Plumbing"
                ? "Operations"
                : room
            : "Operations";

    private static string NameOf(MethodInfo handler, string room)
    {
        var place = handler.DeclaringType!.Name;
        var name = handler.Name.EndsWith("Async", StringComparison.Ordinal) ? handler.Name[..^5] : handler.Name;
        foreach (var ending in (string[])["Endpoints", "Queries", "Routes"])
        {
            place = place.EndsWith(ending, StringComparison.Ordinal) ? place[..^ending.Length] : place;
        }

        return place == room ? name : $"{place}{name}";
    }
}
