using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Audit;

/// <summary>Stored events as lines of JSON, sent while they are read.</summary>
/// <param name="events">Events in the order of the lines.</param>
internal sealed class EventLines(IAsyncEnumerable<StoredEvent> events) : IResult
{
    /// <summary>Name of the member that marks what the service did not write so.</summary>
    public const string Malformed = "malformed";

    private const int FlushAt = 64 * 1024;

    public Task ExecuteAsync(HttpContext httpContext) => SendAsync(httpContext, "application/x-ndjson", events, Write);

    /// <summary>Sends events while they are read; what waits to be sent stays small.</summary>
    /// <param name="http">The request.</param>
    /// <param name="mediaType">Media type of the answer.</param>
    /// <param name="events">Events.</param>
    /// <param name="write">Writes one event.</param>
    /// <param name="end">Writes what follows the last one.</param>
    public static async Task SendAsync(
        HttpContext http,
        string mediaType,
        IAsyncEnumerable<StoredEvent> events,
        Action<IBufferWriter<byte>, StoredEvent> write,
        Action<IBufferWriter<byte>>? end = null
    )
    {
        http.Response.ContentType = mediaType;
        var body = http.Response.BodyWriter;
        await foreach (var e in events)
        {
            write(body, e);
            if (body.UnflushedBytes > FlushAt)
            {
                await body.FlushAsync(http.RequestAborted);
            }
        }

        end?.Invoke(body);
        await body.FlushAsync(http.RequestAborted);
    }

    /// <summary>Writes one event and a line feed.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="e">The event as stored.</param>
    public static void Write(IBufferWriter<byte> output, StoredEvent e)
    {
        using (var json = new Utf8JsonWriter(output, CenterJson.Writer))
        {
            json.WriteStartObject();
            json.WriteNumber("position", e.Position);
            json.WriteString("id", e.Id);
            json.WriteString("stream", e.Stream);
            json.WriteNumber("version", e.Version);
            json.WriteString("type", EventLanguage.WithoutVersion(e.Type));
            json.WriteNumber("schemaVersion", EventLanguage.VersionIn(e.Type));
            json.WriteString("at", Instants.Write(e.At));
            WriteText(json, "actor", e.Actor);
            var headers = StoredHeaders.Read(e.Headers);
            WriteText(json, "role", headers["role"]);
            WriteText(json, "channel", headers["channel"]);
            WriteText(json, "onBehalfOf", headers["onBehalfOf"]);
            WriteText(json, "policy", headers["policy"]);
            WriteText(json, "correlation", e.Correlation);
            WriteText(json, "causation", e.Causation);
            WriteJson(json, "data", e.Data);
            if (e.IsMalformed)
            {
                json.WriteBoolean(Malformed, true);
                WriteJson(json, "headers", e.Headers);
            }

            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>Writes JSON from the store as it is; as a text where it is nested deeper than readers follow.</summary>
    public static void WriteJson(Utf8JsonWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        if (StoredJson.IsReadable(value))
        {
            json.WriteRawValue(value, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(value);
        }
    }

    /// <summary>Writes a member, unless there is nothing to say.</summary>
    public static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
