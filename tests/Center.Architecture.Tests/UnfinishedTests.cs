using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Center.Architecture.Tests;

/// <summary>Nothing half done is called done, and no test sleeps without a reason.</summary>
public sealed partial class UnfinishedTests
{
    private const int ShortestReason = 20;

    [Fact]
    public void nothing_is_left_for_later() =>
        LeftForLater(House.SourcesOf("src")).ShouldBeNone("Finish it, or leave it out and say so to whoever needs it.");

    [Fact]
    public void no_test_is_skipped_without_a_reason() =>
        SkippedSilently(House.SourcesOf("tests"))
            .ShouldBeNone("Say in a sentence why the test is skipped and what brings it back.");

    [Fact]
    public void what_was_left_for_later_is_found() =>
        LeftForLater([
                new("src/A.cs", "// TODO: the rest"),
                new("src/B.cs", "class B { void C() => throw new System.NotImplementedException(); }"),
                new("src/D.cs", "// FIXME"),
                new("src/E.cs", "// Todos os santos; a method of doing"),
            ])
            .ShouldFindExactly("src/A.cs", "src/B.cs", "src/D.cs");

    [Fact]
    public void silent_skips_are_found() =>
        SkippedSilently([
                new("tests/A.cs", "class A { [Fact(Skip = \"\")] void a() { } }"),
                new("tests/B.cs", "class B { [Theory(Skip = \"flaky\")] void b() { } }"),
                new("tests/C.cs", "class C { void c() { Assert.Skip(\"later\"); } }"),
                new(
                    "tests/D.cs",
                    "class D { [Fact(Skip = \"Needs a network: run it by hand before a release.\")] void d() { } }"
                ),
                new(
                    "tests/E.cs",
                    "class E { void e() { Assert.SkipUnless(Root, \"needs root to switch accounts\"); } }"
                ),
            ])
            .ShouldFindExactly("tests/A.cs", "tests/B.cs", "tests/C.cs");

    private static IEnumerable<string> LeftForLater(IEnumerable<SourceFile> files) =>
        from file in files
        from match in ForLater().Matches(file.Text)
        select $"{file.Path}: {match.Value}";

    private static IEnumerable<string> SkippedSilently(IEnumerable<SourceFile> files) =>
        from file in files
        from reason in Reasons(file)
        where
            reason
                is not LiteralExpressionSyntax
                    and not InterpolatedStringExpressionSyntax
                    and not IdentifierNameSyntax
            || (reason is LiteralExpressionSyntax text && text.Token.ValueText.Length < ShortestReason)
        select $"{file.Path}: {reason}";

    private static IEnumerable<ExpressionSyntax> Reasons(SourceFile file) =>
        file.All<AttributeArgumentSyntax>()
            .Where(argument => argument.NameEquals?.Name.Identifier.Text == "Skip")
            .Select(argument => argument.Expression)
            .Concat(
                file.All<InvocationExpressionSyntax>()
                    .Where(call => call.Expression.ToString().StartsWith("Assert.Skip", StringComparison.Ordinal))
                    .Select(call => call.ArgumentList.Arguments[^1].Expression)
            );

    [GeneratedRegex("\\bTODO\\b|\\bFIXME\\b|\\bHACK\\b|NotImplementedException")]
    private static partial Regex ForLater();
}
