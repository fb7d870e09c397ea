using System;
using System.IO;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Center.Api.Plumbing;

/// <summary>
/// A JSON request body, read strictly: one object, no unknown or doubled members, no missing or null members where the
/// record has none, no U+0000, at most 1 MiB. A wrong body is answered before anything else happens.
/// </summary>
/// <typeparam name="T">Request record.</typeparam>
internal sealed class Body<T> : IEndpointParameterMetadataProvider
    where T : class
{
    private Body(T value, byte[] hash)
    {
        Value = value;
        Hash = hash;
    }

    /// <summary>The request.</summary>
    public T Value { get; }

    /// <summary>SHA-256 of the bytes sent; tells a repeated request from a changed one.</summary>
    public byte[] Hash { get; }

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context)
    {
        var bytes = await StrictJson.ReadAsync(context);
        return new Body<T>(StrictJson.Parse<T>(bytes), SHA256.HashData(bytes));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}

/// <summary>The strict reading of JSON bodies.</summary>
internal static class StrictJson
{
    private const int LargestBody = 1 << 20;

    private static readonly JsonSerializerOptions _options = Make();

    public static async Task<byte[]> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength is not 0 and not null && !request.HasJsonContentType())
        {
            throw new RefusedException("unsupported-media-type", "A body is sent as application/json.");
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > LargestBody)
            {
                throw new RefusedException("too-large", "A body has at most 1 MiB.");
            }
        }

        // A body sent in chunks tells its length only now.
        return buffer.Length > 0 && !request.HasJsonContentType()
            ? throw new RefusedException("unsupported-media-type", "A body is sent as application/json.")
            : buffer.ToArray();
    }

    public static T Parse<T>(byte[] bytes)
        where T : class
    {
        try
        {
            if (bytes.Length == 0)
            {
                bytes = "{}"u8.ToArray();
            }

            CheckText(bytes);
            return JsonSerializer.Deserialize<T>(bytes, _options)
                ?? throw new RefusedException("invalid-body", "The body is null; send an object.");
        }
        catch (JsonException wrong)
        {
            throw Refuse(wrong);
        }
    }

    // PostgreSQL stores neither U+0000 nor half a surrogate pair.
    private static void CheckText(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 64 });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            {
                continue;
            }

            try
            {
                if (reader.GetString()!.Contains('\0', StringComparison.Ordinal))
                {
                    throw new RefusedException("invalid-value", "Text holds no U+0000.");
                }
            }
            catch (InvalidOperationException)
            {
                throw new RefusedException("invalid-value", "Text is well-formed Unicode.");
            }
        }
    }

    private static RefusedException Refuse(JsonException wrong)
    {
        var member = wrong.Path is { Length: > 0 } path ? path : "$";
        if (wrong.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
        {
            return new RefusedException("unknown-member", $"The member at {member} is not known.", member);
        }

        if (wrong.Message.Contains("missing required properties", StringComparison.Ordinal))
        {
            var names = wrong.Message[(wrong.Message.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            return new RefusedException("invalid-body", $"Members are missing: {names}", member);
        }

        return member == "$"
            ? new RefusedException("invalid-body", "The body is no JSON object of the documented shape.", member)
            : new RefusedException("invalid-value", $"The member at {member} has a wrong value.", member);
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Strict);
        CenterJson.Apply(options);
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowDuplicateProperties = false;
        return options;
    }
}
