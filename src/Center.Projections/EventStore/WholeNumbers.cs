using System.Globalization;

namespace Center.Projections.EventStore;

/// <summary>Reads positions and versions as clients write them.</summary>
public static class WholeNumbers
{
    /// <summary>Reads a number that is written in digits alone, without sign, space or separator.</summary>
    /// <param name="text">The text.</param>
    /// <param name="number">The number, at least 0.</param>
    /// <returns>False when it is none, or does not fit 64 bits.</returns>
    public static bool TryRead(string? text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
