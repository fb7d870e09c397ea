using System;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Center.Api.Plumbing;

namespace Center.Api.Facilities;

/// <summary>
/// A body in the shape of the definition file, kept as text: the domain's readers say every fault with its place, where
/// a record could say only the first.
/// </summary>
/// <param name="Json">Well-formed JSON; any kind of value.</param>
[JsonConverter(typeof(AsItStands))]
internal sealed record DefinitionText(string Json)
{
    private static readonly byte[] _nothing = SHA256.HashData([]);

    /// <summary>The text sent. Nothing at all is no empty object: that would close a facility on every day.</summary>
    /// <exception cref="RefusedException">invalid-body.</exception>
    public static string Of(Body<DefinitionText> body) =>
        body.Hash.AsSpan().SequenceEqual(_nothing)
            ? throw new RefusedException("invalid-body", "The body is empty; send JSON of the documented shape.", "$")
            : body.Value.Json;

    private sealed class AsItStands : JsonConverter<DefinitionText>
    {
        public override bool HandleNull => true;

        public override DefinitionText Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        )
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new DefinitionText(document.RootElement.GetRawText());
        }

        public override void Write(Utf8JsonWriter writer, DefinitionText value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Json);
    }
}
