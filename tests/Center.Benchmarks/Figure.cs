using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Center.Benchmarks;

/// <summary>One measured figure: a line of JSON on standard output.</summary>
/// <param name="Bench">Name of the benchmark, with what it was measured on.</param>
/// <param name="Value">The median of the runs.</param>
/// <param name="Unit">Unit of the value.</param>
internal sealed record Figure(string Bench, double Value, string Unit)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Number of clients at a time.</summary>
    public int? Clients { get; init; }

    /// <summary>What was measured beside it, in turns.</summary>
    public string? Reference { get; init; }

    /// <summary>The median of the reference, in the same unit unless its name says otherwise.</summary>
    public double? ReferenceValue { get; init; }

    /// <summary>The median of the ratios of each turn, value by reference.</summary>
    public double? Ratio { get; init; }

    /// <summary>What is wanted, in words that hold a bound.</summary>
    public required string Wanted { get; init; }

    /// <summary>Whether it is as wanted.</summary>
    public required bool Met { get; init; }

    /// <summary>Median time of an answer in milliseconds, over all runs.</summary>
    public double? P50 { get; init; }

    /// <summary>Time in milliseconds within which 99 of 100 were answered, over all runs.</summary>
    public double? P99 { get; init; }

    /// <summary>Every turn: reference (when there is one) and value.</summary>
    public IReadOnlyList<Turn> Runs { get; init; } = [];

    /// <summary>What was counted or checked, by name.</summary>
    public IReadOnlyDictionary<string, long>? Counts { get; init; }

    /// <summary>Prints the line, numbers cut to four digits that count.</summary>
    public void Print()
    {
        var cut = this with
        {
            Value = Cut(Value),
            ReferenceValue = Cut(ReferenceValue),
            Ratio = Cut(Ratio),
            P50 = Cut(P50),
            P99 = Cut(P99),
            Runs = [.. Runs.Select(turn => new Turn(Cut(turn.Reference), Cut(turn.Value)))],
        };
        Console.WriteLine(JsonSerializer.Serialize(cut, _json));
    }

    /// <summary>The middle value; of two in the middle, their mean.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double? Cut(double? value) => value is { } number ? Cut(number) : null;

    private static double Cut(double value) =>
        value == 0 ? 0 : Math.Round(value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 6));
}

/// <summary>One turn of reference and benchmark.</summary>
/// <param name="Reference">The reference, or null where there is none.</param>
/// <param name="Value">The benchmark.</param>
internal readonly record struct Turn(double? Reference, double Value)
{
    /// <summary>Value by reference.</summary>
    [JsonIgnore]
    public double Ratio => Reference is > 0 ? Value / Reference.Value : 0;
}
