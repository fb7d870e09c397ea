using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Projections.EventStore;
using Center.Projections.Notifications;
using Center.Projections.People;
using Npgsql;

namespace Center.Api.Notifications;

/// <summary>
/// Reads on in the log for one caller. Only final positions are read, so nothing can appear later below what was handed
/// out; no state is kept between two calls but the position, which the caller keeps.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="ends">How far it is final.</param>
/// <param name="follow">Wakes when it grows.</param>
/// <param name="source">Tells which records are the caller's.</param>
internal sealed class ChangeFeed(ChangeLog log, FinalPositions ends, FollowLog follow, NpgsqlDataSource source)
{
    // Somebody who sees little in a long log gets there in several calls, each of which is short.
    private static readonly TimeSpan _longestRead = TimeSpan.FromSeconds(1);

    /// <summary>What the caller sees after a position; waits for it where there is nothing yet.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="after">The position; null for the end of the log.</param>
    /// <param name="limit">Most changes, at least 1.</param>
    /// <param name="wait">How long to wait when there is nothing to see.</param>
    /// <param name="gone">Ends the waiting: the caller has hung up, or the service stops.</param>
    public async Task<ChangesAnswer> ReadAsync(
        Caller caller,
        long? after,
        int limit,
        TimeSpan wait,
        CancellationToken gone
    )
    {
        var started = Stopwatch.GetTimestamp();
        var final = await ends.NowAsync(caller.Centre, default);
        var read = new ChangesAnswer([], after ?? final);
        var self = await SelfAsync(caller);
        while (true)
        {
            read = await ReadOnAsync(caller, self, read.Next, final, limit);
            var left = wait - Stopwatch.GetElapsedTime(started);
            if (
                read.Items.Count > 0
                || read.Next < final
                || left <= TimeSpan.Zero
                || await follow.WaitAsync(caller.Centre, final, left, gone) is not { } grown
            )
            {
                return read;
            }

            final = grown;
        }
    }

    private async Task<IReadOnlySet<string>> SelfAsync(Caller caller) =>
        caller.Person is { } person
            ? (await SamePeople.OfAsync(source, caller.Centre, person, default))
                .Records.Select(record => record.ToString())
                .ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>();

    private async Task<ChangesAnswer> ReadOnAsync(
        Caller caller,
        IReadOnlySet<string> self,
        long after,
        long final,
        int limit
    )
    {
        var started = Stopwatch.GetTimestamp();
        var (items, next) = (new List<ChangeAnswer>(), after);
        while (next < final && Stopwatch.GetElapsedTime(started) < _longestRead)
        {
            var page = await log.PageAsync(caller.Centre, next, final, ChangeSight.Streams, default);
            foreach (var logged in page)
            {
                next = logged.Position;
                if (ChangeSight.Of(caller, self, logged) is { } change)
                {
                    items.Add(change);
                }

                if (items.Count == limit)
                {
                    return new ChangesAnswer(items, next);
                }
            }

            next = page.Count < ChangeLog.PageSize ? final : next;
        }

        return new ChangesAnswer(items, next);
    }
}
