using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Facilities;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Center.Api.Plumbing.Reference;

/// <summary>Shapes of the values that have a way of their own to be written as JSON.</summary>
internal sealed class ValueSchemas : IOpenApiSchemaTransformer
{
    private static readonly Dictionary<Type, (JsonSchemaType Type, string? Format, string? Meaning)> _values = new()
    {
        [typeof(DateTimeOffset)] = (JsonSchemaType.String, "date-time", null),
        [typeof(DateOnly)] = (JsonSchemaType.String, "date", null),
        [typeof(Minutes)] = (JsonSchemaType.Integer, null, "Whole minutes."),
        [typeof(Domain.Access.Scope)] = (JsonSchemaType.String, null, "centre, site:<code> or organisation:<code>."),
        [typeof(DefinitionText)] = (JsonSchemaType.Object, null, "In the shape of the definition file."),
        [typeof(OpenRange)] = (JsonSchemaType.String, null, "HH:mm-HH:mm."),
    };

    public async Task TransformAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var declared = context.JsonTypeInfo.Type;
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (_values.TryGetValue(type, out var value))
        {
            schema.Type = value.Type;
            schema.Format = value.Format;
            schema.Description ??= value.Meaning;
        }
        else if (type.IsEnum)
        {
            Enumerate(schema, type);
        }
        else if (type.IsValueType && type.GetInterfaces().Any(IsIdentifier))
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = "uuid";
        }
        else if (type == typeof(LocalizedText))
        {
            schema.Type = JsonSchemaType.Object;
            schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String };
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>))
        {
            schema.Type = JsonSchemaType.Array;
            schema.Items = await context.GetOrCreateSchemaAsync(type.GetGenericArguments()[0], null, cancellationToken);
        }
        else
        {
            LeaveOut(schema, context.JsonTypeInfo);
        }
    }

    private static void Enumerate(OpenApiSchema schema, Type type)
    {
        schema.Type = JsonSchemaType.String;
        schema.Enum =
        [
            .. Enum.GetNames(type).Select(name => (JsonNode)JsonNamingPolicy.KebabCaseLower.ConvertName(name)),
        ];
    }

    // What is null is left out of answers, so it is not required.
    private static void LeaveOut(OpenApiSchema schema, JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.IsGetNullable))
        {
            schema.Required?.Remove(property.Name);
        }
    }

    private static bool IsIdentifier(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IIdentifier<>);
}
