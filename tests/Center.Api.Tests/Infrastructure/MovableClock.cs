using System;
using System.Globalization;

namespace Center.Api.Tests.Infrastructure;

/// <summary>A clock that stands still until it is moved; it starts on Tuesday 24 November 2026 at nine at the centre.</summary>
internal sealed class MovableClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan time) => _now += time;

    public void Set(string instant) =>
        _now = DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture).ToUniversalTime();
}
