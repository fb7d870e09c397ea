using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Center.Architecture.Tests;

/// <summary>An endpoint file begins with its routes, like a table of contents, and each says who may call it.</summary>
public sealed class EndpointFilesTests
{
    private static readonly string[] _mapping = ["MapGet", "MapPost", "MapPut", "MapPatch", "MapDelete", "MapMethods"];

    private static readonly string[] _marks = [".Requires(", ".OpenToStrangers("];

    [Fact]
    public void routes_stand_at_the_top() =>
        Scattered(House.SourcesOf("src")).ShouldBeNone("List the route in Map, the first method of the endpoint file.");

    [Fact]
    public void every_route_says_who_may_call_it() =>
        Unguarded(House.SourcesOf("src"))
            .ShouldBeNone("End the route with .Requires(Permission.…) or .OpenToStrangers().");

    [Fact]
    public void scattered_and_unguarded_routes_are_found()
    {
        SourceFile[] sown =
        [
            new(
                "src/Good.cs",
                "class Good { public static void Map(object api) { api.MapGet(\"/a\", A).Requires(Permission.Book); } void A() { } }"
            ),
            new(
                "src/Late.cs",
                "class Late { void A() { } static void Map(object api) { api.MapPost(\"/late\", A).OpenToStrangers(); } }"
            ),
            new("src/Aside.cs", "class Aside { void Extra(object api) { api.MapPut(\"/aside\", A).Requires(1); } }"),
            new(
                "src/Open.cs",
                "class Open { void Map(object api) { api.MapDelete(\"/open\", A).WithName(\"open\"); } }"
            ),
        ];

        Scattered(sown).ShouldFindExactly("/late", "/aside");
        Unguarded(sown).ShouldFindExactly("/open");
    }

    private static IEnumerable<string> Scattered(IEnumerable<SourceFile> files) =>
        from route in RoutesIn(files)
        let method = route.Call.FirstAncestorOrSelf<MethodDeclarationSyntax>()
        let type = route.Call.FirstAncestorOrSelf<TypeDeclarationSyntax>()
        where method?.Identifier.Text != "Map" || type?.Members.OfType<MethodDeclarationSyntax>().First() != method
        select $"{route.File.Path}: {route.Call.ArgumentList.Arguments[0]}";

    private static IEnumerable<string> Unguarded(IEnumerable<SourceFile> files) =>
        from route in RoutesIn(files)
        where !SaysWho(route.Call.FirstAncestorOrSelf<StatementSyntax>())
        select $"{route.File.Path}: {route.Call.ArgumentList.Arguments[0]}";

    // At the route itself, or in a method of the same file that the route is handed to.
    private static bool SaysWho(StatementSyntax? statement)
    {
        var type = statement?.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        var handedTo = statement
            ?.DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Select(call => (call.Expression as IdentifierNameSyntax)?.Identifier.Text)
            .ToList();
        return _marks.Any(mark => statement?.ToString().Contains(mark, StringComparison.Ordinal) == true)
            || type?.Members.OfType<MethodDeclarationSyntax>()
                .Where(method => handedTo!.Contains(method.Identifier.Text))
                .Any(method => _marks.Any(mark => method.ToString().Contains(mark, StringComparison.Ordinal))) == true;
    }

    private static IEnumerable<(SourceFile File, InvocationExpressionSyntax Call)> RoutesIn(
        IEnumerable<SourceFile> files
    ) =>
        from file in files
        from call in file.All<InvocationExpressionSyntax>()
        where call.Expression is MemberAccessExpressionSyntax access && _mapping.Contains(access.Name.Identifier.Text)
        select (file, call);
}
