using System.Collections.Generic;
using Center.Api.Plumbing.Reference;

namespace Center.Api.Notifications;

/// <summary>What the reference says about the routes of the room.</summary>
internal static class NotificationsReference
{
    public static IReadOnlyList<RouteNote> All { get; } =
    [
        RouteNote
            .Get("/changes", "What changed, as far as the credential may see it")
            .Answers<ChangesAnswer>()
            .Asks("after", "limit", "wait")
            .Says(
                "Go on with `after` = `next`; `after=now` begins at the end of the log. `wait` (seconds, at most 30) holds the answer back until there is something to see. Positions rise, and nothing appears later below one that was handed out."
            ),
    ];
}
