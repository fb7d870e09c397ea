using System;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>A stretch of one local day, half-open, written <c>08:30-12:00</c>; the day's end is <c>24:00</c>.</summary>
/// <param name="From">Minutes after local midnight, inclusive, 0 … 1439.</param>
/// <param name="To">Minutes after local midnight, exclusive, later than <paramref name="From"/>, at most 1440.</param>
[JsonConverter(typeof(OpenRangeConverter))]
public readonly record struct OpenRange(int From, int To)
{
    /// <summary>Minutes of a day on the clock.</summary>
    public const int DayLength = 1440;

    /// <summary>Reads <c>HH:mm-HH:mm</c>; null when it is written otherwise or does not end after it starts.</summary>
    /// <param name="text">Text such as <c>14:00-20:30</c>.</param>
    public static OpenRange? TryParse(string? text) =>
        text is { Length: 11 }
        && text[5] == '-'
        && Clock(text[..5]) is { } from
        && Clock(text[6..]) is { } to
        && from < to
            ? new OpenRange(from, to)
            : null;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{From / 60:00}:{From % 60:00}-{To / 60:00}:{To % 60:00}");

    private static int? Clock(string text)
    {
        if (text[2] != ':' || !Digits(text[..2], out var hours) || !Digits(text[3..], out var minutes) || minutes > 59)
        {
            return null;
        }

        var clock = (hours * 60) + minutes;
        return clock <= DayLength ? clock : null;
    }

    private static bool Digits(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private sealed class OpenRangeConverter : JsonConverter<OpenRange>
    {
        public override OpenRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString()) ?? throw new JsonException("Not a range such as 08:30-12:00.");

        public override void Write(Utf8JsonWriter writer, OpenRange value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}

/// <summary>
/// Weekly opening hours in the centre's zone. Ranges of a day are in order and neither overlap nor touch; a day without
/// ranges is closed.
/// </summary>
/// <param name="Monday">Ranges on Mondays.</param>
/// <param name="Tuesday">Ranges on Tuesdays.</param>
/// <param name="Wednesday">Ranges on Wednesdays.</param>
/// <param name="Thursday">Ranges on Thursdays.</param>
/// <param name="Friday">Ranges on Fridays.</param>
/// <param name="Saturday">Ranges on Saturdays.</param>
/// <param name="Sunday">Ranges on Sundays.</param>
/// <param name="PublicHolidays">Ranges on announced public holidays; null when those follow the day of the week.</param>
public sealed record OpeningHours(
    ValueList<OpenRange> Monday,
    ValueList<OpenRange> Tuesday,
    ValueList<OpenRange> Wednesday,
    ValueList<OpenRange> Thursday,
    ValueList<OpenRange> Friday,
    ValueList<OpenRange> Saturday,
    ValueList<OpenRange> Sunday,
    [property: JsonPropertyName("public-holidays")] ValueList<OpenRange>? PublicHolidays = null
)
{
    /// <summary>Never open.</summary>
    public static OpeningHours Closed { get; } = new([], [], [], [], [], [], []);

    /// <summary>The ranges of a local date.</summary>
    /// <param name="date">Local date.</param>
    /// <param name="publicHoliday">Whether the date is an announced public holiday.</param>
    public ValueList<OpenRange> On(DateOnly date, bool publicHoliday) =>
        publicHoliday && PublicHolidays is not null
            ? PublicHolidays
            : date.DayOfWeek switch
            {
                DayOfWeek.Monday => Monday,
                DayOfWeek.Tuesday => Tuesday,
                DayOfWeek.Wednesday => Wednesday,
                DayOfWeek.Thursday => Thursday,
                DayOfWeek.Friday => Friday,
                DayOfWeek.Saturday => Saturday,
                _ => Sunday,
            };
}
