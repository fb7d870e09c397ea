using System;
using System.Collections.Generic;
using System.IO;
using Center.Api.Tests.Infrastructure;

namespace Center.Api.Tests.Reference;

/// <summary>What README.md shows as code.</summary>
/// <param name="Blocks">Fenced blocks, in order; all of them are shell.</param>
/// <param name="Commands">Indented lines outside of them.</param>
internal sealed record Readme(IReadOnlyList<string> Blocks, IReadOnlyList<string> Commands)
{
    public static Readme Read() => Of(File.ReadAllLines(Path.Combine(Repository.Root, "README.md")));

    private static Readme Of(IEnumerable<string> lines)
    {
        var (blocks, commands) = (new List<string>(), new List<string>());
        List<string>? open = null;
        foreach (var line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                open = Fence(line, open, blocks);
            }
            else if (open is not null)
            {
                open.Add(line);
            }
            else if (line.StartsWith("    ", StringComparison.Ordinal))
            {
                commands.Add(line.Trim());
            }
        }

        return open is null ? new Readme(blocks, commands) : throw new InvalidDataException("A fence is left open.");
    }

    private static List<string>? Fence(string line, List<string>? open, List<string> blocks)
    {
        if (open is null)
        {
            return line == "```sh" ? [] : throw new InvalidDataException($"Only shell is run by the tests: {line}");
        }

        blocks.Add(string.Join('\n', open));
        return null;
    }
}
