using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Microsoft.Extensions.Localization;

namespace Center.Api.Audit.Pages;

/// <summary>Says in the page's language what events, moments and codes mean to an auditor.</summary>
/// <param name="text">The texts.</param>
/// <param name="book">The centre's definition.</param>
public sealed class AuditWords(IStringLocalizer text, CentreBook book)
{
    // What the page shows is encoded by the page.
    private static readonly JsonSerializerOptions _indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What an event says happened.</summary>
    /// <param name="e">The event.</param>
    public string Event(StoredEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return Known("event", EventLanguage.WithoutVersion(e.Type));
    }

    /// <summary>Day and time at the centre, to the second.</summary>
    /// <param name="instant">Any instant.</param>
    public string Moment(DateTimeOffset instant) =>
        book.Zone.LocalOf(instant).ToString(text["moment"], CultureInfo.CurrentCulture);

    /// <summary>A number with its thousands apart.</summary>
    /// <param name="number">Any number.</param>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The word for a code; the code itself when there is none.</summary>
    /// <param name="kind">What it is a code of: role, channel, state.</param>
    /// <param name="code">The code.</param>
    public string Known(string kind, string? code)
    {
        if (code is null)
        {
            return string.Empty;
        }

        var known = text[$"{kind}.{code}"];
        return known.ResourceNotFound ? code : known.Value;
    }

    /// <summary>JSON for reading.</summary>
    /// <param name="json">JSON text.</param>
    public static string Indented(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return JsonSerializer.Serialize(document.RootElement, _indented);
        }
        catch (JsonException)
        {
            // Nested deeper than anything that the service writes.
            return json;
        }
    }

    /// <summary>A value for reading: texts without quotes, nothing as a dash.</summary>
    /// <param name="value">Any value.</param>
    public static string Value(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => "—",
            JsonValueKind.String => value.GetString()!,
            _ => JsonSerializer.Serialize(value, _indented),
        };

    /// <summary>Why not, in a sentence.</summary>
    /// <param name="refusal">The refusal.</param>
    public string Sentence(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        var where = text[$"refusal.{refusal.Code}.{refusal.Data.GetValueOrDefault("state")}"];
        if (!where.ResourceNotFound)
        {
            return where.Value;
        }

        var known = text[$"refusal.{refusal.Code}"];
        return known.ResourceNotFound ? text["refusal.other"] : known.Value;
    }
}
