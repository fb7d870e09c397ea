using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using Shouldly;
using Xunit;

namespace Center.Architecture.Tests;

/// <summary>
/// Deciding and remembering are pure: no clock, no new ids, no chance, no local culture, no floats. The analyzer stops the
/// build; these tests see to it that it is asked, and look once more at what was built.
/// </summary>
public sealed partial class PurityTests
{
    public static TheoryData<string> PureProjects => ["Center.Domain", "Center.Projections"];

    [Theory]
    [MemberData(nameof(PureProjects))]
    public void the_ban_is_wired_to_the_project(string project) =>
        Unwired(House.Read($"src/{project}/{project}.csproj"))
            .ShouldBeNone($"{project} must name the analyzer and give it ../BannedSymbols.txt.");

    [Fact]
    public void the_ban_is_not_lifted_anywhere()
    {
        SourceFile[] settings =
        [
            new(".editorconfig", House.Read(".editorconfig")),
            new("Directory.Build.props", House.Read("Directory.Build.props")),
        ];
        Lifted(House.SourcesOf("src").Concat(settings)).ShouldBeNone("RS0030 is the ban itself; do not silence it.");
        House.Read("Directory.Build.props").ShouldContain("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
    }

    [Fact]
    public void nothing_impure_was_built() =>
        Impure(House.CodeOf(House.Domain).Concat(House.CodeOf(House.Projections)))
            .ShouldBeNone("Let time, ids and chance arrive in the command.");

    [Fact]
    public void the_list_names_clocks_ids_chance_and_culture() =>
        new[]
        {
            "System.DateTime::get_UtcNow",
            "System.DateTimeOffset::get_Now",
            "System.DateTimeOffset::get_UtcNow",
            "System.Guid::NewGuid",
            "System.Random::get_Shared",
            "System.Globalization.CultureInfo::get_CurrentCulture",
        }
            .Except(Banned())
            .ShouldBeNone("src/BannedSymbols.txt must ban it.");

    [Fact]
    public void a_project_without_the_ban_is_found()
    {
        Unwired("<Project><ItemGroup><AdditionalFiles Include=\"../BannedSymbols.txt\" /></ItemGroup></Project>")
            .ShouldFindExactly("BannedApiAnalyzers");
        Unwired(
                "<Project><ItemGroup><PackageReference Include=\"Microsoft.CodeAnalysis.BannedApiAnalyzers\" /></ItemGroup></Project>"
            )
            .ShouldFindExactly("BannedSymbols.txt");
        Lifted([new("src/A.cs", "#pragma warning disable RS0030"), new("src/B.cs", "class B;")])
            .ShouldFindExactly("src/A.cs");
    }

    [Fact]
    public void impure_code_is_found()
    {
        var found = Impure(
            House
                .CodeOf(House.Seeds)
                .Where(type => type.FullName.Contains(nameof(Impurities), StringComparison.Ordinal))
        );

        found.ShouldFindExactly([
            .. Banned().Where(banned => !banned.EndsWith(".ctor", StringComparison.Ordinal)),
            "System.Random::.ctor",
        ]);
    }

    private static IEnumerable<string> Unwired(string project)
    {
        var named = XDocument.Parse(project).Descendants().Attributes("Include").Select(name => name.Value).ToList();
        return new[] { "Microsoft.CodeAnalysis.BannedApiAnalyzers", "../BannedSymbols.txt" }.Except(named);
    }

    private static IEnumerable<string> Lifted(IEnumerable<SourceFile> files) =>
        files.Where(file => file.Text.Contains("RS0030", StringComparison.Ordinal)).Select(file => file.Path);

    private static IEnumerable<string> Impure(IEnumerable<IType> types)
    {
        var banned = Banned();
        return from type in types
            from call in type.Dependencies.OfType<MethodCallDependency>()
            let called = $"{call.TargetMember.DeclaringType.FullName}::{call.TargetMember.Name.Split('(')[0]}"
            where banned.Contains(called)
            select $"{type.FullName} calls {called}";
    }

    // P:System.DateTime.Now → System.DateTime::get_Now; types (floats) are left to the analyzer, which knows the source.
    private static HashSet<string> Banned() =>
        [
            .. House
                .Read("src/BannedSymbols.txt")
                .Split('\n')
                .Select(line => Symbol().Match(line))
                .Where(match => match.Success)
                .Select(match =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{match.Groups["type"].Value}::{(match.Groups["kind"].Value == "P" ? "get_" : "")}{match.Groups["member"].Value.Replace('#', '.')}"
                    )
                ),
        ];

    [GeneratedRegex("^(?<kind>[PM]):(?<type>[A-Za-z.]+)\\.(?<member>[A-Za-z0-9#]+)(\\(.*\\))?;")]
    private static partial Regex Symbol();

    private static class Impurities
    {
        public static IEnumerable<object> All()
        {
            yield return DateTime.Now;
            yield return DateTime.UtcNow;
            yield return DateTime.Today;
            yield return DateTimeOffset.Now;
            yield return DateTimeOffset.UtcNow;
            yield return Guid.NewGuid();
            yield return Guid.CreateVersion7();
            yield return Random.Shared;
            yield return CultureInfo.CurrentCulture;
            yield return CultureInfo.CurrentUICulture;
            yield return new Func<TimeZoneInfo>(() => TimeZoneInfo.Local);
            yield return new Func<Random>(() => new Random());
        }
    }
}
