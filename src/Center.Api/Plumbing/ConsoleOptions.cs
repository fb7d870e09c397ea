using System;
using System.Collections.Generic;
using System.Linq;
using Center.Projections.EventStore;

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

    /// <summary>A position or another whole number among options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="name">Which one.</param>
    /// <param name="number">The number; null when it was not given, and when it is none.</param>
    /// <returns>False when something else stands there.</returns>
    public static bool TryNumber(Dictionary<string, string> options, string name, out long? number)
    {
        number = null;
        if (!options.TryGetValue(name, out var text))
        {
            return true;
        }

        var read = WholeNumbers.TryRead(text, out var found);
        number = found;
        return read;
    }
}
