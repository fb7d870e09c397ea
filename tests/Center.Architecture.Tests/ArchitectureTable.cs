using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Center.Architecture.Tests;

/// <summary>One line of the table in docs/ARCHITECTURE.md: a room and what stands in it, as named in backticks.</summary>
/// <param name="Room">Room, or the shared folder that the line is about.</param>
/// <param name="Streams">Stream keys such as <c>booking/{id}</c>.</param>
/// <param name="Views">Names of views and of tables that replays tell again.</param>
/// <param name="Endpoints">Method and path, as <see cref="RunningHouse.EndpointsAsync"/> tells them.</param>
/// <param name="Policies">Files of Center.Api that act by themselves or across rooms.</param>
internal sealed partial record ArchitectureLine(
    string Room,
    IReadOnlyList<string> Streams,
    IReadOnlyList<string> Views,
    IReadOnlyList<string> Endpoints,
    IReadOnlyList<string> Policies
)
{
    /// <summary>Reads the table whose first column is headed <c>room</c>.</summary>
    /// <param name="markdown">Text of the document.</param>
    public static IReadOnlyList<ArchitectureLine> Read(string markdown) =>
        [
            .. markdown
                .Split('\n')
                .SkipWhile(line => !line.StartsWith("| room |", StringComparison.Ordinal))
                .Skip(2)
                .TakeWhile(line => line.StartsWith('|'))
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Select(cells => new ArchitectureLine(
                    cells[1],
                    Named(cells[2]),
                    Named(cells[3]),
                    Named(cells[4]),
                    Named(cells[5])
                )),
        ];

    private static IReadOnlyList<string> Named(string cell) =>
        [.. InBackticks().Matches(cell).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InBackticks();
}
