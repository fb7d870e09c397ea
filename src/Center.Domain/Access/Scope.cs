using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Center.Domain.Access;

/// <summary>How far a role reaches: the whole centre, one site, or one organisation. The default value is the centre.</summary>
[JsonConverter(typeof(ScopeConverter))]
public readonly record struct Scope
{
    private const string Whole = "centre";
    private const string SitePrefix = "site:";
    private const string OrganisationPrefix = "organisation:";
    private const int LongestCode = 80;

    private Scope(string? site, string? organisation)
    {
        Site = site;
        Organisation = organisation;
    }

    /// <summary>The whole centre.</summary>
    public static Scope Centre { get; }

    /// <summary>Code of the site, or null.</summary>
    public string? Site { get; }

    /// <summary>Code of the organisation, or null.</summary>
    public string? Organisation { get; }

    /// <summary>One site.</summary>
    /// <param name="code">Code of the site.</param>
    public static Scope OfSite(string code) => new(code, null);

    /// <summary>One organisation.</summary>
    /// <param name="code">Code of the organisation.</param>
    public static Scope OfOrganisation(string code) => new(null, code);

    /// <summary>Reads <c>centre</c>, <c>site:&lt;code&gt;</c> or <c>organisation:&lt;code&gt;</c>.</summary>
    /// <param name="text">The text; codes are lower-case letters, digits and hyphens.</param>
    /// <param name="scope">The scope read.</param>
    /// <returns>Whether the text is a scope.</returns>
    public static bool TryParse(string? text, out Scope scope)
    {
        scope = default;
        if (text is null || text == Whole)
        {
            return text is not null;
        }

        var site = CodeAfter(SitePrefix, text);
        var organisation = CodeAfter(OrganisationPrefix, text);
        scope = new Scope(site, organisation);
        return site is not null || organisation is not null;
    }

    /// <summary>Whether everything in the other scope is also in this one.</summary>
    /// <param name="other">The other scope.</param>
    public bool Contains(Scope other) => this == Centre || this == other;

    /// <summary>
    /// Whether something at this site and of this organisation is in the scope. What has neither belongs to the centre
    /// as a whole.
    /// </summary>
    /// <param name="site">Code of the site, or null.</param>
    /// <param name="organisation">Code of the organisation, or null.</param>
    public bool Covers(string? site, string? organisation) =>
        this == Centre
        || (Site is not null && Site == site)
        || (Organisation is not null && Organisation == organisation);

    /// <inheritdoc/>
    public override string ToString() =>
        Site is not null ? SitePrefix + Site
        : Organisation is not null ? OrganisationPrefix + Organisation
        : Whole;

    private static string? CodeAfter(string prefix, string text)
    {
        if (!text.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var code = text[prefix.Length..];
        var wellFormed =
            code.Length is > 0 and <= LongestCode
            && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        return wellFormed ? code : null;
    }

    private sealed class ScopeConverter : JsonConverter<Scope>
    {
        public override Scope Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), out var scope) ? scope : throw new JsonException("Not a scope.");

        public override void Write(Utf8JsonWriter writer, Scope value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
