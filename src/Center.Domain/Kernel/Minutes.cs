using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Center.Domain.Kernel;

/// <summary>Whole minutes of service time, 0 … 2 147 483 647; sums are checked for overflow. Rounded once, on the page.</summary>
[JsonConverter(typeof(MinutesConverter))]
public readonly record struct Minutes : IComparable<Minutes>
{
    /// <summary>Makes an amount of minutes.</summary>
    /// <param name="value">Not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public Minutes(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Value = value;
    }

    /// <summary>No time at all.</summary>
    public static Minutes Zero { get; }

    /// <summary>The amount, not negative.</summary>
    public int Value { get; }

    /// <summary>Whole minutes of a window; a begun minute does not count.</summary>
    /// <param name="window">The window measured.</param>
    public static Minutes Of(TimeWindow window) => new(checked((int)(window.Duration.Ticks / TimeSpan.TicksPerMinute)));

    /// <summary>The sum.</summary>
    /// <param name="left">One amount.</param>
    /// <param name="right">The other.</param>
    public static Minutes operator +(Minutes left, Minutes right) => new(checked(left.Value + right.Value));

    /// <summary>The sum.</summary>
    /// <param name="left">One amount.</param>
    /// <param name="right">The other.</param>
    public static Minutes Add(Minutes left, Minutes right) => left + right;

    /// <inheritdoc/>
    public int CompareTo(Minutes other) => Value.CompareTo(other.Value);

    /// <summary>Whether less.</summary>
    /// <param name="left">One amount.</param>
    /// <param name="right">The other.</param>
    public static bool operator <(Minutes left, Minutes right) => left.Value < right.Value;

    /// <summary>Whether more.</summary>
    /// <param name="left">One amount.</param>
    /// <param name="right">The other.</param>
    public static bool operator >(Minutes left, Minutes right) => left.Value > right.Value;

    /// <summary>Whether less or equal.</summary>
    /// <param name="left">One amount.</param>
    /// <param name="right">The other.</param>
    public static bool operator <=(Minutes left, Minutes right) => left.Value <= right.Value;

    /// <summary>Whether more or equal.</summary>
    /// <param name="left">One amount.</param>
    /// <param name="right">The other.</param>
    public static bool operator >=(Minutes left, Minutes right) => left.Value >= right.Value;

    private sealed class MinutesConverter : JsonConverter<Minutes>
    {
        public override Minutes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetInt32());

        public override void Write(Utf8JsonWriter writer, Minutes value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.Value);
    }
}
