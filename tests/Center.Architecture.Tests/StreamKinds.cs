using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Center.Architecture.Tests;

/// <summary>The kinds of streams, the part of a key before the first slash, as the lower floors write and document them.</summary>
internal static partial class StreamKinds
{
    /// <summary>Kinds in order, for example <c>booking</c>.</summary>
    public static IReadOnlyList<string> All { get; } =
    [.. In(House.SourcesOf("src/Center.Domain").Concat(House.SourcesOf("src/Center.Projections")))];

    /// <summary>Kinds that sources name: <c>"roll/"</c>, <c>$"booking/{id}"</c>, or in documentation.</summary>
    public static IEnumerable<string> In(IEnumerable<SourceFile> files) =>
        files
            .SelectMany(file => Kind().Matches(file.Text))
            .Select(match => match.Groups["kind"].Value)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    [GeneratedRegex("(\\$?\"(?<kind>[a-z]+(-[a-z]+)*)/(\"|\\{))|(<c>(?<kind>[a-z]+(-[a-z]+)*)/(\\{|…))")]
    private static partial Regex Kind();
}
