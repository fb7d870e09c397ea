using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Center.Architecture.Tests;

/// <summary>A stranger finds a feature by its name: folders are rooms, namespaces are folders, names say what a thing is.</summary>
public sealed class NamesTests
{
    private static readonly string[] _kinds =
    [
        "Abstractions",
        "Commands",
        "Common",
        "Contracts",
        "Controllers",
        "Core",
        "Deciders",
        "Dtos",
        "Endpoints",
        "Entities",
        "Enums",
        "Events",
        "Exceptions",
        "Extensions",
        "Handlers",
        "Helpers",
        "Interfaces",
        "Middleware",
        "Models",
        "Policies",
        "Queries",
        "Repositories",
        "Services",
        "Shared",
        "Types",
        "Utils",
        "Validators",
        "Views",
    ];

    private static readonly string[] _emptyWords = ["Manager", "Helper", "Helpers", "Util", "Utils", "Base", "Info"];

    [Fact]
    public void no_folder_is_named_after_a_kind() =>
        KindFolders(House.SourcesOf("src"))
            .ShouldBeNone("Name the folder after the room; kinds of files stand side by side in it.");

    [Fact]
    public void every_floor_is_divided_into_the_rooms_of_the_house() =>
        StrangeRooms(House.SourcesOf("src"))
            .ShouldBeNone("Put it into one of the rooms (House.cs lists them), or decide on a new room and list it.");

    [Fact]
    public void every_namespace_is_its_folder() =>
        WrongNamespaces(House.SourcesOf("src").Concat(House.SourcesOf("tests")))
            .ShouldBeNone("Use one file-scoped namespace that is the path of the folder.");

    [Fact]
    public void no_type_has_an_empty_name() =>
        EmptyNames(House.SourcesOf("src").Concat(House.SourcesOf("tests")))
            .ShouldBeNone("Say what the thing is or does instead of Manager, Helper, Util, Base or Info.");

    [Fact]
    public void folders_of_kinds_and_strange_rooms_are_found()
    {
        SourceFile[] sown =
        [
            new("src/Center.Domain/Bookings/Handlers/Place.cs", ""),
            new("src/Center.Api/Helpers/Text.cs", ""),
            new("src/Center.Api/Bookings/Pages/Board.cs", ""),
        ];

        KindFolders(sown).ShouldFindExactly("Handlers/Place.cs", "Helpers/Text.cs");
        StrangeRooms(sown).ShouldFindExactly("Helpers/Text.cs");
    }

    [Fact]
    public void wrong_namespaces_are_found() =>
        WrongNamespaces([
                new("src/Center.Domain/Bookings/Good.cs", "namespace Center.Domain.Bookings;"),
                new("src/Center.Domain/Bookings/Elsewhere.cs", "namespace Center.Domain.Sessions;"),
                new("src/Center.Domain/Bookings/Block.cs", "namespace Center.Domain.Bookings { class A; }"),
                new("src/Center.Domain/Bookings/None.cs", "class A;"),
            ])
            .ShouldFindExactly("Elsewhere.cs", "Block.cs", "None.cs");

    [Fact]
    public void empty_names_are_found() =>
        EmptyNames([
                new("src/A.cs", "class BookingManager; class BookingHelper<T>; class Database; class Information;"),
                new("src/B.cs", "struct TimeUtil; record BookingInfo; interface IViewBase; class Baseline;"),
            ])
            .ShouldFindExactly("BookingManager", "BookingHelper", "TimeUtil", "BookingInfo", "IViewBase");

    private static IEnumerable<string> KindFolders(IEnumerable<SourceFile> files) =>
        files
            .Where(file => file.Folder.Split('/').Any(part => _kinds.Contains(part, StringComparer.OrdinalIgnoreCase)))
            .Select(file => file.Path);

    private static IEnumerable<string> StrangeRooms(IEnumerable<SourceFile> files) =>
        files
            .Where(file =>
                file.Path.Split('/') is [_, _, var room, _, ..] && !House.Rooms.Concat(House.Shared).Contains(room)
            )
            .Select(file => file.Path);

    private static IEnumerable<string> WrongNamespaces(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Name != "Program.cs"
        let wanted = file.Folder[(file.Folder.IndexOf('/', StringComparison.Ordinal) + 1)..].Replace('/', '.')
        let found = file.All<BaseNamespaceDeclarationSyntax>().ToList()
        where found is not [FileScopedNamespaceDeclarationSyntax only] || only.Name.ToString() != wanted
        select file.Path;

    private static IEnumerable<string> EmptyNames(IEnumerable<SourceFile> files) =>
        from file in files
        from type in file.All<BaseTypeDeclarationSyntax>()
        let name = type.Identifier.Text
        where _emptyWords.Any(word => name.EndsWith(word, StringComparison.Ordinal) && name.Length > word.Length)
        select $"{file.Path}: {name}";
}
