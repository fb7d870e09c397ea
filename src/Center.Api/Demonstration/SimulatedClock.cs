using System;

namespace Center.Api.Demonstration;

/// <summary>The clock of a told past: it stands where the story stands.</summary>
/// <param name="start">Where the story begins.</param>
internal sealed class SimulatedClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start.ToUniversalTime();

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Moves on; an instant that is past already leaves the clock where it is.</summary>
    /// <returns>Where the clock stands now.</returns>
    public DateTimeOffset MoveOn(DateTimeOffset instant)
    {
        _now = instant > _now ? instant.ToUniversalTime() : _now;
        return _now;
    }
}
