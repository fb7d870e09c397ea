using System;
using System.Collections.Generic;
using System.Linq;

namespace Center.Api.Plumbing;

/// <summary>The options of a console command: pairs of <c>--name</c> and value, each once.</summary>
internal static class ConsoleOptions
{
    /// <summary>Reads them.</summary>
    /// <param name="args">What follows the words of the command.</param>
    /// <param name="known">Names that it knows.</param>
    /// <returns>Values by name; null when something else stands there.</returns>
    public static Dictionary<string, string>? Read(IReadOnlyList<string> args, params IReadOnlyList<string> known)
    {
        ArgumentNullException.ThrowIfNull(args);
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count || !known.Contains(args[i]) || !options.TryAdd(args[i], args[i + 1]))
            {
                return null;
            }
        }

        return options;
    }
}
