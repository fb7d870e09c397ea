using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Xml;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Plumbing;

/// <summary>
/// The query string, read strictly: a parameter that the route does not know, that occurs twice or that has a wrong
/// value is answered with 400 and its name.
/// </summary>
internal sealed class QueryParameters
{
    private const int LongestText = 400;

    private readonly IQueryCollection _query;

    /// <summary>Checks the names.</summary>
    /// <param name="request">The request.</param>
    /// <param name="known">Every parameter that the route knows.</param>
    public QueryParameters(HttpRequest request, params string[] known)
    {
        _query = request.Query;
        foreach (var (name, values) in _query)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                throw new RefusedException("unknown-member", $"The query parameter '{name}' is not known here.", name);
            }

            if (values.Count > 1)
            {
                throw Wrong(name, "is given once");
            }

            if (values.ToString().Contains('\0', StringComparison.Ordinal))
            {
                throw Wrong(name, "holds no U+0000");
            }
        }
    }

    public string? Text(string name)
    {
        var text = _query[name].ToString();
        return text.Length > LongestText ? throw Wrong(name, $"has at most {LongestText} characters")
            : text.Length == 0 ? null
            : text;
    }

    public DateTimeOffset? Instant(string name) =>
        Text(name) is not { } text ? null
        : Instants.TryRead(text.Replace(' ', '+'), out var instant) ? instant
        : throw Wrong(name, "is RFC 3339 with an offset");

    public DateOnly? Date(string name) =>
        Text(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && date.Year is >= 1900 and <= 9998
            ? date
        : throw Wrong(name, "is a date as yyyy-MM-dd");

    public int? Integer(string name, int least, int most) =>
        Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
        : throw Wrong(name, $"is a whole number from {least} to {most}");

    public long? Position(string name) =>
        Text(name) is not { } text ? null
        : WholeNumbers.TryRead(text, out var number) ? number
        : throw Wrong(name, "is a log position");

    public bool? Flag(string name) =>
        Text(name) switch
        {
            null => null,
            "true" => true,
            "false" => false,
            _ => throw Wrong(name, "is true or false"),
        };

    public Guid? Id(string name) =>
        Text(name) is not { } text ? null
        : Guid.TryParseExact(text, "D", out var id) ? id
        : throw Wrong(name, "is a UUID");

    /// <summary>A closed set in kebab case.</summary>
    public TEnum? OneOf<TEnum>(string name)
        where TEnum : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()) == text)
            {
                return value;
            }
        }

        var known = Enum.GetNames<TEnum>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName);
        throw Wrong(name, $"is one of {string.Join(", ", known)}");
    }

    /// <summary>An ISO 8601 duration of whole minutes, such as <c>PT2H</c>.</summary>
    public TimeSpan? Duration(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        try
        {
            var duration = XmlConvert.ToTimeSpan(text);
            return
                duration > TimeSpan.Zero
                && duration <= TimeSpan.FromDays(31)
                && duration.Ticks % TimeSpan.TicksPerMinute == 0
                ? duration
                : throw Wrong(name, "is a duration of whole minutes, at most 31 days");
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException)
        {
            throw Wrong(name, "is an ISO 8601 duration such as PT2H");
        }
    }

    /// <summary>A window from two parameters; both or none.</summary>
    public TimeWindow? Window(string from, string to) =>
        (Instant(from), Instant(to)) switch
        {
            (null, null) => null,
            ({ } start, { } end) => TimeWindow.TryMake(start, end)
                ?? throw new RefusedException("invalid-window", $"'{to}' lies after '{from}'.", to),
            (null, _) => throw Wrong(from, "is given together with " + to),
            _ => throw Wrong(to, "is given together with " + from),
        };

    /// <summary>A parameter that must be there.</summary>
    public static T Required<T>(T? value, string name)
        where T : struct => value ?? throw Wrong(name, "is required");

    public static RefusedException Wrong(string name, string rule) =>
        new("invalid-value", $"The query parameter '{name}' {rule}.", name);
}
