using System;
using System.Globalization;
using System.Text.Json;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using CsCheck;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.EventStore;

/// <summary>Instants, names and lists in JSON: the quick ways read and write what the slow ones do.</summary>
public sealed class CenterJsonTests
{
    private const string Usual = "2026-11-28T06:30:15.250001Z";

    private static readonly long[] _units =
    [
        1,
        TimeSpan.TicksPerMicrosecond,
        1000,
        TimeSpan.TicksPerMillisecond,
        TimeSpan.TicksPerSecond,
        TimeSpan.TicksPerDay,
    ];

    private static readonly Gen<DateTimeOffset> _instants = Gen.Select(
        Gen.Long[new DateTime(1900, 1, 2).Ticks, new DateTime(9998, 12, 30).Ticks],
        Gen.Int[0, 5].Select(i => _units[i]),
        Gen.Int[-14, 14],
        (ticks, unit, offset) => new DateTimeOffset(ticks / unit * unit, TimeSpan.FromHours(offset))
    );

    [Fact]
    public void an_instant_is_written_with_as_many_decimals_as_it_needs() =>
        _instants.Sample(instant =>
        {
            var text = instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
            Instants.Write(instant).ShouldBe(text);
            JsonSerializer.Serialize(instant, CenterJson.Options).ShouldBe($"\"{text}\"");
            var micros = instant.UtcTicks / 10 * 10;
            Read(text).ShouldBe(new DateTimeOffset(micros, TimeSpan.Zero));
        });

    [Theory]
    [InlineData("2026-11-28T06:30:15Z")]
    [InlineData("2026-11-28T06:30:15.2Z")]
    [InlineData("2026-11-28T06:30:15.2500011Z")]
    [InlineData("2026-11-28T06:30:15.Z")]
    [InlineData("2026-11-28T06:30:15,25Z")]
    [InlineData("2026-11-28T06:30Z")]
    [InlineData("2026-11-28T06:30:15+08:00")]
    [InlineData("2026-11-28t06:30:15z")]
    [InlineData("2026-11-28 06:30:15Z")]
    [InlineData("2026-11-28T06:30:15")]
    [InlineData("2026-11-28T24:00:00Z")]
    [InlineData("2026-11-28T23:59:60Z")]
    [InlineData("2026-02-29T06:30:15Z")]
    [InlineData("2028-02-29T06:30:15Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("1899-12-31T23:59:59Z")]
    [InlineData("1900-01-01T00:00:00Z")]
    [InlineData("9998-12-31T23:59:59.999999Z")]
    [InlineData("9999-01-01T00:00:00Z")]
    [InlineData("2026-11-28")]
    [InlineData("Z")]
    [InlineData("")]
    public void an_instant_is_read_from_json_as_from_text(string text) => ShouldReadAlike(text);

    [Fact]
    public void so_is_one_with_a_character_that_does_not_belong() =>
        Gen.Select(Gen.Int[0, Usual.Length - 1], Gen.OneOf(Gen.Char["0123456789"], Gen.Char[' ', '~']))
            .Sample((at, letter) => ShouldReadAlike(Usual[..at] + letter + Usual[(at + 1)..]));

    [Fact]
    public void an_instant_in_escapes_is_one_too() =>
        JsonSerializer
            .Deserialize<DateTimeOffset>("\"\\u0032026-11-28T06:30:15Z\"", CenterJson.Options)
            .ShouldBe(new DateTimeOffset(2026, 11, 28, 6, 30, 15, TimeSpan.Zero));

    [Theory]
    [InlineData("\"checked-in\"", BookingStatus.CheckedIn)]
    [InlineData("\"chec\\u006bed-in\"", BookingStatus.CheckedIn)]
    [InlineData("\"Checked-In\"", null)]
    [InlineData("\"checked-in,held\"", null)]
    [InlineData("\"checked-in of very many years ago, longer than all the names\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("\"\\ud800\"", null)]
    [InlineData("4", null)]
    public void a_name_is_one_of_the_set_to_the_letter(string json, BookingStatus? expected) =>
        ReadOr<BookingStatus>(json).ShouldBe(expected);

    [Theory]
    [InlineData("""["a","b"]""", 2)]
    [InlineData("[]", 0)]
    [InlineData("""["a",null]""", null)]
    [InlineData("""["a",1]""", null)]
    [InlineData("""{"a":1}""", null)]
    [InlineData("\"a\"", null)]
    [InlineData("""["a",""", null)]
    public void a_list_holds_items_alone(string json, int? expected)
    {
        int? count = null;
        try
        {
            count = JsonSerializer.Deserialize<ValueList<string>>(json, CenterJson.Options)!.Count;
        }
        catch (JsonException)
        {
            count.ShouldBeNull();
        }

        count.ShouldBe(expected);
    }

    [Fact]
    public void a_list_of_records_comes_back_as_it_was()
    {
        ValueList<Extra> extras = [new("projector", ["p1", "p2"]), new("chairs", [])];
        var json = JsonSerializer.Serialize(extras, CenterJson.Options);

        json.ShouldBe("""[{"code":"projector","units":["p1","p2"]},{"code":"chairs","units":[]}]""");
        JsonSerializer.Deserialize<ValueList<Extra>>(json, CenterJson.Options).ShouldBe(extras);
    }

    [Fact]
    public void what_is_wrong_in_a_list_is_placed()
    {
        const string Json = """{"code":"projector","units":["p1",2]}""";

        var wrong = Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Extra>(Json, CenterJson.Options));

        wrong.Path.ShouldBe("$.units");
    }

    private static void ShouldReadAlike(string text) =>
        Read(text).ShouldBe(Instants.TryRead(text, out var instant) ? instant : null, text);

    private static DateTimeOffset? Read(string text) => ReadOr<DateTimeOffset>(JsonSerializer.Serialize(text));

    private static T? ReadOr<T>(string json)
        where T : struct
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, CenterJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
