using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;
using Xunit;

namespace Center.Architecture.Tests;

/// <summary>Domain decides, Projections remembers, Api speaks; each floor knows only those below it.</summary>
public sealed class FloorsTests
{
    private static readonly string[] _baseClassLibrary = ["System.", "netstandard", "mscorlib"];

    private static readonly string[] _tooHighForProjections = ["Microsoft.AspNetCore", "Wolverine", "Center.Api"];

    [Fact]
    public void the_domain_stands_on_the_base_class_library_alone() =>
        StrangersOf(House.Domain)
            .ShouldBeNone("Center.Domain may use the base class library and nothing else; move this to a floor above.");

    [Fact]
    public void the_domain_names_no_package_and_no_project() =>
        DependenciesIn(House.Read("src/Center.Domain/Center.Domain.csproj"))
            .ShouldBeNone("Center.Domain.csproj may name only analyzers (PrivateAssets=\"all\").");

    [Fact]
    public void the_projections_know_neither_http_nor_messaging() =>
        TooHigh(House.Projections)
            .ShouldBeNone("Center.Projections may use Center.Domain and Marten; what speaks belongs into Center.Api.");

    [Fact]
    public void a_domain_on_packages_is_found()
    {
        StrangersOf(House.Projections).ShouldFind("Marten");
        DependenciesIn(
                """
                <Project>
                  <ItemGroup>
                    <PackageReference Include="Some.Analyzer" PrivateAssets="all" />
                    <PackageReference Include="Some.Package" />
                    <ProjectReference Include="../Center.Api/Center.Api.csproj" />
                  </ItemGroup>
                </Project>
                """
            )
            .ShouldFindExactly("Some.Package", "Center.Api.csproj");
    }

    [Fact]
    public void projections_that_speak_are_found() =>
        TooHigh(House.Api).ShouldFind("Microsoft.AspNetCore", "Wolverine");

    private static IEnumerable<string> StrangersOf(Assembly assembly) =>
        References(assembly)
            .Where(name => !_baseClassLibrary.Any(known => name.StartsWith(known, StringComparison.Ordinal)));

    private static IEnumerable<string> TooHigh(Assembly assembly) =>
        References(assembly)
            .Where(name => _tooHighForProjections.Any(high => name.StartsWith(high, StringComparison.Ordinal)));

    private static IEnumerable<string> References(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

    private static IEnumerable<string> DependenciesIn(string project) =>
        XDocument
            .Parse(project)
            .Descendants()
            .Where(item => item.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference")
            .Where(item => (string?)item.Attribute("PrivateAssets") != "all")
            .Select(item => (string)item.Attribute("Include")!);
}
