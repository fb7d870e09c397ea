using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shouldly;
using Xunit;

namespace Center.Architecture.Tests;

/// <summary>
/// The compiler demands XML documentation of everything public (CS1591); these tests see to it that it goes on doing so,
/// and ask the same of types that are not public.
/// </summary>
public sealed class DocumentedTests
{
    [Fact]
    public void the_compiler_demands_documentation_of_the_floors()
    {
        var build = House.Read("Directory.Build.props");
        build.ShouldContain("<GenerateDocumentationFile>true</GenerateDocumentationFile>");
        build.ShouldContain("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
        SourceFile[] settings =
        [
            .. House.SourcesOf("src"),
            .. new[] { "Domain", "Projections", "Api" }
                .Select(floor => $"src/Center.{floor}/Center.{floor}.csproj")
                .Append("Directory.Build.props")
                .Select(path => new SourceFile(path, House.Read(path))),
        ];
        Silenced(settings).ShouldBeNone("CS1591 is what demands documentation; write the summary instead.");
    }

    [Fact]
    public void every_type_says_what_it_is() =>
        Undocumented(House.SourcesOf("src"))
            .ShouldBeNone("Add a <summary>: what it is, unit, range, refusals, or the law it comes from.");

    [Fact]
    public void undocumented_types_are_found()
    {
        Undocumented([
                new("src/A.cs", "namespace A;\n/// <summary>Says what it is.</summary>\nclass Good { class Inner; }"),
                new("src/B.cs", "namespace B;\n// a comment\ninternal sealed record Bad;"),
                new("src/C.cs", "namespace C;\n/// <remarks>Later.</remarks>\nenum Worse { One }"),
                new("src/D.cs", "namespace D;\n/// <summary>The first part.</summary>\npartial class Whole;"),
                new("src/E.cs", "namespace D;\npartial class Whole;"),
            ])
            .ShouldFindExactly("Bad", "Worse");
        Silenced([new("src/A.cs", "#pragma warning disable CS1591")]).ShouldFindExactly("src/A.cs");
    }

    // One part of a partial type speaks for all.
    private static IEnumerable<string> Undocumented(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Name != "Program.cs"
        from type in file.All<MemberDeclarationSyntax>()
        where type is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
        where type.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax
        let name = (type as BaseTypeDeclarationSyntax)?.Identifier.Text ?? type.ToString()
        group type by $"{file.Folder}: {name}" into parts
        where !parts.Any(part => part.GetLeadingTrivia().ToFullString().Contains("<summary>", StringComparison.Ordinal))
        select parts.Key;

    private static IEnumerable<string> Silenced(IEnumerable<SourceFile> files) =>
        files.Where(file => file.Text.Contains("1591", StringComparison.Ordinal)).Select(file => file.Path);
}
