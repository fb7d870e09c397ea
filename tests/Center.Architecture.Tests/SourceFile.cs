using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Center.Architecture.Tests;

/// <summary>A C# file: where it lies and what it says. Rules take the text, so that seeded violations can be texts too.</summary>
/// <param name="Path">Path below the solution, with slashes.</param>
/// <param name="Text">The text.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>Folder of the file below the solution; empty for a file beside the solution.</summary>
    public string Folder => Path.Contains('/', StringComparison.Ordinal) ? Path[..Path.LastIndexOf('/')] : string.Empty;

    /// <summary>Name of the file without its folder.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The number of lines.</summary>
    public int Lines => Text.TrimEnd('\n').Count(letter => letter == '\n') + 1;

    /// <summary>All pieces of syntax of one kind, in order.</summary>
    public IEnumerable<T> All<T>()
        where T : SyntaxNode => CSharpSyntaxTree.ParseText(Text).GetRoot().DescendantNodes().OfType<T>();
}
