using System;

namespace Center.Domain.Attendance;

/// <summary>What decisions about a device need to know.</summary>
/// <param name="Site">Code of the site where it stands, or null when it was never enrolled.</param>
/// <param name="ClockOffset">Added to the device's clock to get the true time.</param>
/// <param name="Retired">Whether it was taken out of use.</param>
public sealed record Device(string? Site, TimeSpan ClockOffset, bool Retired);
