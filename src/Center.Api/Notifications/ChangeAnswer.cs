using System;
using System.Collections.Generic;

namespace Center.Api.Notifications;

/// <summary>Changes that the caller may see.</summary>
/// <param name="Items">By position; each is handed out once to whoever goes on with <paramref name="Next"/>.</param>
/// <param name="Next">Send it as <c>after</c> to go on; it rises also where there was nothing to see.</param>
internal sealed record ChangesAnswer(IReadOnlyList<ChangeAnswer> Items, long Next);

/// <summary>That something changed, not how: whoever wants to know reads it.</summary>
/// <param name="Position">Place in the centre's log; can be sent as <c>Center-Min-Position</c>.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Type">Name of the event, such as <c>booking.confirmed</c>.</param>
/// <param name="Kind">What changed: booking, facility, closure, person, standing and so on.</param>
/// <param name="Id">Its id or code.</param>
/// <param name="Href">Where it is read; absent where it cannot be read by itself.</param>
internal sealed record ChangeAnswer(
    long Position,
    DateTimeOffset At,
    string Type,
    string Kind,
    string Id,
    string? Href
);
