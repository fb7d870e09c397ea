using System;
using System.Collections.Generic;

namespace Center.Domain.Facilities;

/// <summary>Finds the version of something that is in force on a date.</summary>
internal static class Dated
{
    /// <summary>
    /// The version with the latest date that has come; of two with one date the one adopted last. Before the first
    /// date the first version holds, so that no date is without rules.
    /// </summary>
    /// <param name="versions">Versions in the order of their adoption.</param>
    /// <param name="from">The date from which a version counts.</param>
    /// <param name="date">Local date.</param>
    public static T? InForce<T>(IReadOnlyList<T> versions, Func<T, DateOnly> from, DateOnly date)
        where T : class
    {
        T? latest = null;
        T? first = null;
        foreach (var version in versions)
        {
            if (from(version) <= date && (latest is null || from(version) >= from(latest)))
            {
                latest = version;
            }

            if (first is null || from(version) < from(first))
            {
                first = version;
            }
        }

        return latest ?? first;
    }
}
