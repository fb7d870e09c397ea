using System;

namespace Center.Domain.Attendance;

/// <summary>Reports how many people came through the door of a site on one day.</summary>
/// <param name="Count">The whole day's count, or what the counter shows.</param>
/// <param name="Method">Who counted.</param>
/// <param name="Day">The local day.</param>
/// <param name="Today">The centre's local day now.</param>
/// <param name="At">Now.</param>
public sealed record CountVisitors(int Count, CountMethod Method, DateOnly Day, DateOnly Today, DateTimeOffset At);
