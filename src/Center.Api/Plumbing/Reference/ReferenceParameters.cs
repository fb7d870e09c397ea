using System.Collections.Generic;
using System.Linq;
using Microsoft.OpenApi;

namespace Center.Api.Plumbing.Reference;

/// <summary>Parameters that mean the same wherever they occur.</summary>
internal static class ReferenceParameters
{
    private static readonly Dictionary<string, (OpenApiSchema Schema, string Meaning)> _known = new()
    {
        ["limit"] = (Integer(1, 200), "Most items of the page; 50 when left out."),
        ["cursor"] = (Text(), "The page's `next` before this one; opaque."),
        ["from"] = (Text(), "First instant (RFC 3339 with offset) or local day (yyyy-MM-dd), inclusive."),
        ["to"] = (Text(), "End, exclusive, written as `from`."),
        ["duration"] = (Text("duration"), "ISO 8601, whole minutes; PT1H when left out."),
        ["people"] = (Integer(1, 10_000), "Number of people."),
        ["feature"] = (Text(), "What the facility offers, by code."),
        ["site"] = (Text(), "Code of a site."),
        ["serviceLine"] = (Text(), "Code of a service line."),
        ["kind"] = (Words("room", "seats", "counter", "equipment"), "Kind of facility."),
        ["parts"] = (Flag(), "Whether parts of divisible rooms are listed too."),
        ["facility"] = (Text(), "Code of a facility or part."),
        ["person"] = (Text("uuid"), "Id of a person."),
        ["subject"] = (Text("uuid"), "Subject that holds a role."),
        ["organisation"] = (Text(), "Code of an organisation."),
        ["status"] = (Text(), "Where the booking stands."),
        ["state"] = (Text(), "Where the entry stands."),
        ["role"] = (Text(), "A role."),
        ["scope"] = (Text(), "centre, site:<code> or organisation:<code>."),
        ["asOf"] = (Text(), "A log position or an instant; for a stream also `v<version>`."),
        ["after"] = (
            NumberOrText(),
            "A log position, for rows of a view the `next` of the page before; only what comes after it."
        ),
        ["measure"] = (Text(), "Code of a measure."),
        ["by"] = (
            Words("total", "site", "facility", "kind", "service-line", "organisation", "party", "community"),
            "The cut; total when left out."
        ),
        ["grain"] = (Words("day", "week", "month", "quarter", "year"), "Length of the periods; one when left out."),
        ["level"] = (Words("community", "street", "district"), "Up to which level communities are rolled up."),
        ["on"] = (Text("date"), "Local day; today when left out."),
        ["check"] = (Flag(), "Only tell what would be done."),
        ["date"] = (Text("date"), "Local day; today when left out."),
        ["stream"] = (Text(), "Key of a stream."),
        ["type"] = (Text(), "Name of an event."),
        ["actor"] = (Text(), "Subject that acted."),
        ["phone"] = (Text(), "Telephone number, whole."),
        ["name"] = (Text(), "Name, whole."),
        ["card"] = (Text(), "Number of a card, whole."),
    };

    /// <summary>Optional; kept for a day after a success.</summary>
    public static OpenApiParameter IdempotencyKey =>
        Header("Idempotency-Key", "The same key and body again give the same answer, and nothing is done twice.");

    /// <summary>The version that the caller knows.</summary>
    public static OpenApiParameter IfMatch(bool required) =>
        Header("If-Match", "ETag of the version that was read; another one is refused with 412.", required);

    /// <summary>A query parameter by name.</summary>
    public static OpenApiParameter Query(string name)
    {
        var (schema, meaning) = _known.TryGetValue(name, out var known) ? known : (Text(), string.Empty);
        return new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Query,
            Schema = schema,
            Description = meaning,
        };
    }

    private static OpenApiParameter Header(string name, string meaning, bool required = false) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Header,
            Required = required,
            Schema = Text(),
            Description = meaning,
        };

    private static OpenApiSchema Text(string? format = null) => new() { Type = JsonSchemaType.String, Format = format };

    private static OpenApiSchema NumberOrText() => new() { Type = JsonSchemaType.Integer | JsonSchemaType.String };

    private static OpenApiSchema Flag() => new() { Type = JsonSchemaType.Boolean };

    private static OpenApiSchema Integer(int least, int? most) =>
        new()
        {
            Type = JsonSchemaType.Integer,
            Minimum = $"{least}",
            Maximum = most is { } number ? $"{number}" : null,
        };

    private static OpenApiSchema Words(params string[] words) =>
        new() { Type = JsonSchemaType.String, Enum = [.. words.Select(word => (System.Text.Json.Nodes.JsonNode)word)] };
}
