using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Center.Api.Plumbing;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Assembly = System.Reflection.Assembly;

namespace Center.Architecture.Tests;

/// <summary>The house under test: its three floors as assemblies, as a model of who uses whom, and as sources.</summary>
internal static class House
{
    /// <summary>Rooms, one a capability; a stranger finds a feature by its name on every floor.</summary>
    public static readonly IReadOnlyList<string> Rooms =
    [
        "Access",
        "Attendance",
        "Audit",
        "Bookings",
        "Calendars",
        "Demonstration",
        "Facilities",
        "FrontDesk",
        "Notifications",
        "Organisations",
        "People",
        "Sessions",
        "Statistics",
        "Volunteering",
    ];

    /// <summary>Folders that serve all rooms; ARCHITECTURE.md says what may enter.</summary>
    public static readonly IReadOnlyList<string> Shared = ["Kernel", "EventStore", "Plumbing"];

    public static readonly Assembly Domain = typeof(EventNameAttribute).Assembly;

    public static readonly Assembly Projections = typeof(View).Assembly;

    public static readonly Assembly Api = typeof(Command).Assembly;

    /// <summary>This assembly: the violations that every rule must find are types and texts in it.</summary>
    public static readonly Assembly Seeds = typeof(House).Assembly;

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> _code = new(() =>
        new ArchLoader().LoadAssemblies(Domain, Projections, Api, Seeds).Build()
    );

    public static IReadOnlyList<Assembly> Floors => [Domain, Projections, Api];

    /// <summary>Folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Types of an assembly with what they use.</summary>
    public static IEnumerable<IType> CodeOf(Assembly assembly) =>
        _code.Value.Types.Where(type => type.Assembly.Name == assembly.GetName().Name);

    /// <summary>Sources below a folder such as <c>src/Center.Domain</c>, without generated ones.</summary>
    public static IReadOnlyList<SourceFile> SourcesOf(string folder) =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
                .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal)
                .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path)))),
        ];

    /// <summary>Text of a file of the repository.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Center.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Run the tests below the folder that holds Center.sln.");
    }
}
