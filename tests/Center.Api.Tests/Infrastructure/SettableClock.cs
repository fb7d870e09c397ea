using System;

namespace Center.Api.Tests.Infrastructure;

/// <summary>A clock that stands still until it is moved.</summary>
/// <param name="now">Where it stands at first.</param>
internal sealed class SettableClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now.ToUniversalTime();
}
