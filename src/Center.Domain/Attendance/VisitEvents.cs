using System;
using Center.Domain.Kernel;

namespace Center.Domain.Attendance;

/// <summary>How visitors were counted.</summary>
public enum CountMethod
{
    /// <summary>By a person, for the whole day; a later count of the day replaces an earlier one.</summary>
    Manual,

    /// <summary>By a machine at the door: what it shows, counted since it was last set to zero.</summary>
    Counter,
}

/// <summary>People through the door of a site on one day. Stream <c>visits/{site}/{date}</c>.</summary>
/// <param name="Count">The whole day's count, or what the counter shows; not negative.</param>
/// <param name="Method">Who counted.</param>
/// <param name="At">When this was reported.</param>
[EventName("visitors.counted", 1)]
public sealed record VisitorsCounted(int Count, CountMethod Method, DateTimeOffset At);

/// <summary>The counter began again at zero: what it had shown before still counts.</summary>
/// <param name="At">When this was noticed.</param>
[EventName("counter.reset", 1)]
public sealed record CounterReset(DateTimeOffset At);
