using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using Center.Projections.Statistics;

namespace Center.Api.Statistics;

/// <summary>Figures as they are answered: JSON with the key under the name of its dimension, or CSV.</summary>
internal static class FigureReport
{
    private static readonly string[] _columns =
    [
        "measure",
        "unit",
        "by",
        "key",
        "period",
        "from",
        "to",
        "value",
        "missing_reason",
        "numerator",
        "denominator",
    ];

    public static object Of(FigureQuestion question, IReadOnlyList<Figure> figures, long position) =>
        new
        {
            measure = question.Measure.Code,
            unit = question.Measure.Unit,
            definition = question.Measure.Definition,
            by = question.Cut,
            from = question.From,
            to = question.To,
            items = figures.Select(figure => ItemOf(question, figure)).ToArray(),
            position,
            asOf = question.AsOf?.At,
        };

    public static string Csv(FigureQuestion question, IReadOnlyList<Figure> figures)
    {
        var text = new StringBuilder().AppendJoin(',', _columns).Append("\r\n");
        foreach (var figure in figures)
        {
            string?[] cells =
            [
                question.Measure.Code,
                question.Measure.Unit,
                question.Cut,
                figure.Key,
                figure.Period.Name,
                Text(figure.Period.From),
                Text(figure.Period.To),
                Text(figure.Value),
                figure.MissingReason,
                Text(figure.Numerator),
                Text(figure.Denominator),
            ];
            text.AppendJoin(',', cells.Select(Quoted)).Append("\r\n");
        }

        return text.ToString();
    }

    private static Dictionary<string, object> ItemOf(FigureQuestion question, Figure figure)
    {
        var item = KeysOf(question, figure.Key);
        Put(item, "period", figure.Period.Name);
        item["from"] = figure.Period.From;
        item["to"] = figure.Period.To;
        Put(item, "value", figure.Value);
        Put(item, "missingReason", figure.MissingReason);
        Put(item, "numerator", figure.Numerator);
        Put(item, "denominator", figure.Denominator);
        return item;
    }

    // Neither a rule nor a facility has a comma in its code.
    private static Dictionary<string, object> KeysOf(FigureQuestion question, string key) =>
        question.And is { } second && key.Split(',') is [var one, var other]
            ? new() { [question.KeyName] = one, [JsonNamingPolicy.CamelCase.ConvertName(second.ToString())] = other }
            : new() { [question.KeyName] = key };

    private static void Put(Dictionary<string, object> item, string name, object? value)
    {
        if (value is not null)
        {
            item[name] = value;
        }
    }

    private static string? Text(System.IFormattable? value) =>
        value is System.DateOnly day
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : value?.ToString(null, CultureInfo.InvariantCulture);

    // RFC 4180; codes come from the definition and may hold anything.
    private static string Quoted(string? cell) =>
        cell is null ? string.Empty
        : cell.AsEnumerable().Any(letter => letter is ',' or '"' or '\r' or '\n')
            ? $"\"{cell.Replace("\"", "\"\"", System.StringComparison.Ordinal)}\""
        : cell;
}
