using System;
using System.IO;
using System.Text;
using System.Text.Json;
using Center.Api.Tests.Infrastructure;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.EventStore;

/// <summary>The published test data of RFC 8785, as far as they hold no fractions; see the README beside them.</summary>
public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("arrays")]
    [InlineData("french")]
    [InlineData("unicode")]
    [InlineData("weird")]
    public void published_data_come_out_as_published(string name) =>
        CanonicalJson.Of(Read($"{name}.input")).ShouldBe(Encoding.UTF8.GetBytes(Read($"{name}.output")));

    [Fact]
    public void the_published_structure_comes_out_as_published_once_its_fraction_is_gone()
    {
        var input = Read("structures.input");
        Should.Throw<FormatException>(() => CanonicalJson.Of(input));

        Canonical(input.Replace("56.0", "56", StringComparison.Ordinal)).ShouldBe(Read("structures.output"));
    }

    [Theory]
    [InlineData("string")]
    [InlineData("literals")]
    public void published_values_come_out_as_published(string member)
    {
        using var input = JsonDocument.Parse(Read("values.input"));
        using var output = JsonDocument.Parse(Read("values.output"));

        var canonical = Encoding.UTF8.GetString(CanonicalJson.Of(input.RootElement.GetProperty(member)));

        canonical.ShouldBe(output.RootElement.GetProperty(member).GetRawText());
    }

    [Fact]
    public void each_published_number_with_a_fraction_or_exponent_is_refused()
    {
        using var input = JsonDocument.Parse(Read("values.input"));
        foreach (var number in input.RootElement.GetProperty("numbers").EnumerateArray())
        {
            Should.Throw<FormatException>(() => CanonicalJson.Of(number));
        }
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("-17", "-17")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("-9007199254740991", "-9007199254740991")]
    public void integers_that_a_double_holds_stay(string input, string output) => Canonical(input).ShouldBe(output);

    [Theory]
    [InlineData("9007199254740992")]
    [InlineData("-9007199254740992")]
    [InlineData("92233720368547758080")]
    [InlineData("1.0")]
    [InlineData("1e2")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\ude02\\ud83d\"")]
    public void what_has_no_one_form_is_refused(string input) =>
        Should.Throw<FormatException>(() => CanonicalJson.Of(input));

    [Fact]
    public void members_are_sorted_by_utf_16_units_not_by_code_points()
    {
        // U+1F602 begins with the unit D83D, below U+FB33; by code points it would come last.
        Canonical("{\"\\ufb33\":1,\"\\ud83d\\ude02\":2}").ShouldBe("{\"😂\":2,\"\ufb33\":1}");
    }

    [Fact]
    public void only_what_must_be_escaped_is_escaped() =>
        Canonical("\"\\u0000\\u001f\\u007f\\u0080\\u2028\\/\\\"\\\\\\b\\f\\n\\r\\t\"")
            .ShouldBe("\"\\u0000\\u001f\u007f\u0080\u2028/\\\"\\\\\\b\\f\\n\\r\\t\"");

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Of(json));

    private static string Read(string name) =>
        File.ReadAllText(
            Repository.OfTests("EventStore", "Vectors", "json-canonicalization", $"{name}.json"),
            Encoding.UTF8
        );
}
