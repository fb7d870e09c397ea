using System;
using System.Collections.Generic;
using System.Globalization;

namespace Center.Api.Demonstration;

/// <summary>What is to be told.</summary>
/// <param name="Days">Number of whole days before today, 1 to 730.</param>
/// <param name="Seed">The same seed tells the same story.</param>
/// <param name="Force">Whether a centre that has bookings is told a story all the same.</param>
/// <param name="Centre">The centre, or null for the only one.</param>
internal sealed record DemonstrationOptions(int Days, int Seed, bool Force, string? Centre)
{
    /// <summary>How the command is called.</summary>
    public const string Usage = "[--days <1 to 730>] [--seed <whole number>] [--force] [--centre <id>]";

    private const int MostDays = 730;

    /// <summary>Thirty days.</summary>
    public static DemonstrationOptions Default { get; } = new(30, 7, false, null);

    /// <summary>Reads the arguments; null when they are not as <see cref="Usage"/> says.</summary>
    public static DemonstrationOptions? Read(IReadOnlyList<string> args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i];
            var isFlag = name == "--force";
            if ((!isFlag && ++i == args.Count) || !given.TryAdd(name, isFlag ? string.Empty : args[i]))
            {
                return null;
            }
        }

        return Of(given);
    }

    private static DemonstrationOptions? Of(Dictionary<string, string> given)
    {
        var options = Default;
        foreach (var (name, value) in given)
        {
            var number = int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read);
            switch (name)
            {
                case "--days" when number && read is >= 1 and <= MostDays:
                    options = options with { Days = read };
                    break;
                case "--seed" when number:
                    options = options with { Seed = read };
                    break;
                case "--force" when value.Length == 0:
                    options = options with { Force = true };
                    break;
                case "--centre" when value.Length > 0:
                    options = options with { Centre = value };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
