using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Center.Architecture.Tests;

/// <summary>A file past 300 lines is split and a method past 40; what is nearly too long stands in lists that only shrink.</summary>
public sealed class LengthTests
{
    private const int LongestFile = 300;
    private const int LongFile = 250;
    private const int LongestMethod = 40;

    /// <summary>Files over 250 lines with the most lines that each may have. Take out, never add.</summary>
    private static readonly Dictionary<string, int> _longFiles = [];

    /// <summary>Methods over 40 lines with the most lines that each may have. Take out, never add.</summary>
    private static readonly Dictionary<string, int> _longMethods = new()
    {
        ["src/Center.Api/Attendance/ScanUpload.cs: RecordAsync"] = 41,
        ["src/Center.Projections/Bookings/BookingLists.cs: Narrow"] = 53,
    };

    [Fact]
    public void no_file_is_too_long() =>
        TooLong(House.SourcesOf("src").Concat(House.SourcesOf("tests")), _longFiles)
            .ShouldBeNone(
                "Split the file: one concept each (at most 200 lines; 250 only by the shrinking list; never 300)."
            );

    [Fact]
    public void no_method_is_too_long() =>
        TooLongMethods(House.SourcesOf("src"), _longMethods)
            .ShouldBeNone("Name a part of the method and move it out (at most 20 lines, 40 where it reads better).");

    [Fact]
    public void the_lists_only_shrink()
    {
        var files = House
            .SourcesOf("src")
            .Concat(House.SourcesOf("tests"))
            .ToDictionary(file => file.Path, file => file.Lines);
        Outgrown(_longFiles, files, LongFile)
            .ShouldBeNone("The file is shorter now; take it out of the list, or lower its number.");
        var methods = MethodsIn(House.SourcesOf("src"))
            .GroupBy(method => method.Name)
            .ToDictionary(same => same.Key, same => same.Max(method => method.Lines));
        Outgrown(_longMethods, methods, LongestMethod)
            .ShouldBeNone("The method is shorter now; take it out of the list, or lower its number.");
    }

    [Fact]
    public void long_files_and_methods_are_found()
    {
        SourceFile[] files =
        [
            FileOf("Fine", 250),
            FileOf("Listed", 260),
            FileOf("Grown", 290),
            FileOf("New", 251),
            FileOf("Huge", 301),
        ];
        var listed = new Dictionary<string, int>
        {
            ["src/Listed.cs"] = 260,
            ["src/Grown.cs"] = 289,
            ["src/Huge.cs"] = 301,
        };

        TooLong(files, listed).ShouldFindExactly("src/Grown.cs", "src/New.cs", "src/Huge.cs");
        TooLongMethods([MethodOf("Short", 40), MethodOf("Long", 41)], []).ShouldFindExactly("Long");
        Outgrown(listed, files.ToDictionary(file => file.Path, file => file.Lines - 11), LongFile)
            .ShouldFindExactly("src/Listed.cs", "src/Grown.cs", "src/Huge.cs");
    }

    private static IEnumerable<string> TooLong(IEnumerable<SourceFile> files, Dictionary<string, int> listed) =>
        files
            .Where(file => file.Lines > LongestFile || file.Lines > listed.GetValueOrDefault(file.Path, LongFile))
            .Select(file => $"{file.Path}: {file.Lines} lines");

    private static IEnumerable<string> TooLongMethods(IEnumerable<SourceFile> files, Dictionary<string, int> listed) =>
        MethodsIn(files)
            .Where(method => method.Lines > listed.GetValueOrDefault(method.Name, LongestMethod))
            .Select(method => $"{method.Name}: {method.Lines} lines");

    private static IEnumerable<string> Outgrown(
        Dictionary<string, int> listed,
        Dictionary<string, int> now,
        int limit
    ) =>
        listed
            .Where(pair => now.GetValueOrDefault(pair.Key) < pair.Value || now.GetValueOrDefault(pair.Key) <= limit)
            .Select(pair => $"{pair.Key}: {now.GetValueOrDefault(pair.Key)} lines, listed with {pair.Value}");

    // Signature and body; documentation does not count.
    private static IEnumerable<(string Name, int Lines)> MethodsIn(IEnumerable<SourceFile> files) =>
        from file in files
        from method in file.All<BaseMethodDeclarationSyntax>()
        let span = method.SyntaxTree.GetLineSpan(method.Span)
        let name = method is MethodDeclarationSyntax named ? named.Identifier.Text : "constructor"
        select ($"{file.Path}: {name}", span.EndLinePosition.Line - span.StartLinePosition.Line + 1);

    private static SourceFile FileOf(string name, int lines) =>
        new($"src/{name}.cs", string.Concat(Enumerable.Repeat("//\n", lines)));

    private static SourceFile MethodOf(string name, int lines) =>
        new(
            $"src/{name}.cs",
            $"class A {{\nvoid {name}() {{\n{string.Concat(Enumerable.Repeat("//\n", lines - 2))}}}\n}}"
        );
}
