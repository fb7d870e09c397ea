using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Center.Projections.EventStore;
using Xunit;

namespace Center.Architecture.Tests;

/// <summary>What is written for people: every word explained, every link alive, decisions in one form, no machine's secrets.</summary>
public sealed partial class DocumentsTests
{
    private const int ShortestDecision = 25;
    private const int LongestDecision = 45;

    [Fact]
    public void every_room_and_every_noun_of_an_event_stands_in_the_glossary()
    {
        var nouns = EventLanguage.OfDomain.Types.Select(type => EventLanguage.OfDomain.NameOf(type).Name.Split('.')[0]);
        Unexplained(
                House.Read("docs/GLOSSARY.md"),
                nouns.Concat(House.SourcesOf("src").Select(RoomOf).OfType<string>())
            )
            .ShouldBeNone("Add a line `| term | Chinese | meaning | where in code |` to docs/GLOSSARY.md.");
    }

    [Fact]
    public void every_link_leads_to_a_file() =>
        DeadLinks(
                Documents(),
                path => File.Exists(Path.Combine(House.Root, path)) || Directory.Exists(Path.Combine(House.Root, path))
            )
            .ShouldBeNone("Mend the link.");

    [Fact]
    public void no_document_names_a_machine() =>
        Machines(Documents()).ShouldBeNone("Documents name no folders of a machine and no package hosts.");

    [Fact]
    public void every_decision_record_has_one_form() =>
        Malformed([.. Documents().Where(file => file.Folder == "docs/decisions")])
            .ShouldBeNone(
                $"A record is docs/decisions/NNNN-….md, numbered without gaps, {ShortestDecision} to {LongestDecision} lines: "
                    + "# NNNN – title, then ## Status, ## Context, ## Decision, ## Consequences."
            );

    [Fact]
    public void wrong_documents_are_found()
    {
        Unexplained(
                "| Booking | 预约 | … | `booking.held` |\n| Service line | … |",
                ["booking", "service-line", "session", "Bookings"]
            )
            .ShouldFindExactly("session");
        SourceFile[] sown =
        [
            new("docs/A.md", "[good](B.md#part), [dead](guides/none.md), [away](https://example.org/x)"),
            new("docs/B.md", "Look into /home/somebody/center, or ~/.nuget/packages."),
        ];
        DeadLinks(sown, path => path == "docs/B.md").ShouldFindExactly("guides/none.md");
        Machines(sown).ShouldFindExactly("/home/somebody", "~/.nuget");
        var body =
            "\n\n## Status\n\n## Context\n\n## Decision\n\n## Consequences\n"
            + string.Concat(Enumerable.Repeat("text\n", 18));
        Malformed([
                new("docs/decisions/0001-good.md", "# 0001 – Good" + body),
                new("docs/decisions/0003-gap.md", "# 0003 – Gap" + body),
                new(
                    "docs/decisions/0003-heading.md",
                    "# 0003 – Heading" + body.Replace("## Context", "## Why", StringComparison.Ordinal)
                ),
                new("docs/decisions/0004-short.md", "# 0004 – Short"),
            ])
            .ShouldFindExactly("0003-gap.md", "0003-heading.md", "0004-short.md");
    }

    private static IReadOnlyList<SourceFile> Documents() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(House.Root, "docs"), "*.md", SearchOption.AllDirectories)
                .Concat(Directory.EnumerateFiles(House.Root, "*.md"))
                .Select(path => Path.GetRelativePath(House.Root, path).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)
                .Select(path => new SourceFile(path, House.Read(path))),
        ];

    private static string? RoomOf(SourceFile file) =>
        file.Path.Split('/') is [_, _, var room, _, ..] && !House.Shared.Contains(room) ? room : null;

    // "service-line" is explained by "Service line", "Bookings" by "Booking".
    private static IEnumerable<string> Unexplained(string glossary, IEnumerable<string> words)
    {
        var lines = glossary.Split('\n').Where(line => line.StartsWith('|')).ToList();
        return words
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(word => !lines.Any(line => Regex.IsMatch(line, $@"\b{Spoken(word)}s?\b", RegexOptions.IgnoreCase)));
    }

    private static string Spoken(string word) =>
        Regex
            .Escape(word.EndsWith("ss", StringComparison.Ordinal) ? word : word.TrimEnd('s'))
            .Replace("-", "[- ]", StringComparison.Ordinal);

    private static IEnumerable<string> DeadLinks(IEnumerable<SourceFile> files, Func<string, bool> exists) =>
        from file in files
        from match in Link().Matches(file.Text)
        let target = match.Groups[1].Value
        where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#')
        where !exists(Resolve(file.Folder, target.Split('#')[0]))
        select $"{file.Path}: {target}";

    private static string Resolve(string folder, string target) =>
        Path.GetRelativePath("/", Path.GetFullPath(target, "/" + folder)).Replace('\\', '/');

    private static IEnumerable<string> Machines(IEnumerable<SourceFile> files) =>
        from file in files
        from match in Machine().Matches(file.Text)
        select $"{file.Path}: {match.Value}";

    private static IEnumerable<string> Malformed(IReadOnlyList<SourceFile> records) =>
        records
            .Where(
                (record, index) =>
                    !record.Name.StartsWith($"{index + 1:0000}-", StringComparison.Ordinal)
                    || !record.Text.StartsWith($"# {index + 1:0000} – ", StringComparison.Ordinal)
                    || record.Lines is < ShortestDecision or > LongestDecision
                    || !Headings()
                        .Matches(record.Text)
                        .Select(match => match.Value)
                        .SequenceEqual(["## Status", "## Context", "## Decision", "## Consequences"])
            )
            .Select(record => record.Path);

    [GeneratedRegex("\\]\\(([^)\\s]+)\\)")]
    private static partial Regex Link();

    [GeneratedRegex(
        "(/work/|/home/|/Users/|/mnt/|~/\\.nuget)[\\w./-]*|https?://[\\w.-]*(nuget|npmjs|pypi|artifactory|nexus|jfrog)[\\w./-]*"
    )]
    private static partial Regex Machine();

    [GeneratedRegex("^## .*$", RegexOptions.Multiline)]
    private static partial Regex Headings();
}
