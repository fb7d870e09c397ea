using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO.Pipelines;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Center.Api.Audit;

/// <summary>
/// Stored events as a batch of CloudEvents 1.0 in their JSON format, sent while they are read. Besides the context
/// attributes each has the documented extensions <c>sequence</c> (the position, with leading zeros so that text sorts as the
/// log does) and <c>recordedtime</c>, and of our own what an auditor asks for; <c>malformed</c> marks a row that was
/// written past the service.
/// </summary>
/// <param name="events">Events in the order of the batch.</param>
/// <param name="source">The log that they come from: the public log's name as a URI reference.</param>
internal sealed class CloudEvents(IAsyncEnumerable<StoredEvent> events, string source) : IResult
{
    /// <summary>Media type of a batch.</summary>
    public const string MediaType = "application/cloudevents-batch+json";

    /// <summary>Whether a client names the type; whoever accepts anything gets lines.</summary>
    public static bool AreAskedFor(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type =>
            type.Quality is not 0 && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase)
        );

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var any = false;
        return EventLines.SendAsync(
            httpContext,
            MediaType,
            events,
            (body, e) =>
            {
                body.Write(any ? ",\n"u8 : "["u8);
                any = true;
                Write(body, e);
            },
            body => body.Write(any ? "]"u8 : "[]"u8)
        );
    }

    private void Write(IBufferWriter<byte> output, StoredEvent e)
    {
        using var json = new Utf8JsonWriter(output, CenterJson.Writer);
        var headers = StoredHeaders.Read(e.Headers);
        var at = Instants.Write(e.At);
        json.WriteStartObject();
        json.WriteString("specversion", "1.0");
        json.WriteString("id", e.Id);
        json.WriteString("source", source);
        json.WriteString("type", e.Type);
        json.WriteString("subject", e.Stream);
        json.WriteString("time", at);
        json.WriteString("datacontenttype", "application/json");
        json.WriteString("sequence", e.Position.ToString("D19", CultureInfo.InvariantCulture));
        json.WriteString("recordedtime", at);
        json.WriteNumber("streamversion", e.Version);
        EventLines.WriteText(json, "actor", e.Actor);
        foreach (var name in (string[])["role", "channel", "onBehalfOf", "policy"])
        {
            EventLines.WriteText(json, name.ToLowerInvariant(), headers[name]);
        }

        EventLines.WriteText(json, "correlationid", e.Correlation);
        EventLines.WriteText(json, "causationid", e.Causation);
        if (e.IsMalformed)
        {
            json.WriteBoolean(EventLines.Malformed, true);
        }

        EventLines.WriteJson(json, "data", e.Data);
        json.WriteEndObject();
    }
}
