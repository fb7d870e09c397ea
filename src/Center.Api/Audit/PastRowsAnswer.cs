using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Audit;

/// <summary>Rows of a view at a moment; each row is sent in its canonical form, to the byte.</summary>
/// <param name="view">Name of the view.</param>
/// <param name="moment">The moment.</param>
/// <param name="rows">At most one more than <paramref name="limit"/>.</param>
/// <param name="limit">Most rows to send.</param>
internal sealed class PastRowsAnswer(string view, LogMoment moment, IReadOnlyList<PastRow> rows, int limit) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        JsonAnswer.WriteAsync(httpContext, StatusCodes.Status200OK, new Dictionary<string, string>(), Body());

    private string Body()
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, CenterJson.Writer))
        {
            json.WriteStartObject();
            json.WriteString("view", view);
            json.WriteNumber("position", moment.Position);
            if (moment.At is { } at)
            {
                json.WriteString("at", Instants.Write(at));
            }

            json.WriteStartArray("items");
            foreach (var row in rows.Take(limit))
            {
                json.WriteRawValue(row.Canonical, skipInputValidation: true);
            }

            json.WriteEndArray();
            if (rows.Count > limit)
            {
                json.WriteString("next", rows[limit - 1].Key);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(body.WrittenSpan);
    }
}
