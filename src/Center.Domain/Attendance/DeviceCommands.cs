namespace Center.Domain.Attendance;

/// <summary>Puts a device to work at a site.</summary>
/// <param name="Site">Code of the site where it stands.</param>
/// <param name="SiteKnown">Whether the centre has such a site.</param>
/// <param name="ClockOffsetMs">Milliseconds to add to the device's clock, within a day either way.</param>
public sealed record EnrolDevice(string Site, bool SiteKnown, long ClockOffsetMs);

/// <summary>Takes a device out of use.</summary>
public sealed record RetireDevice;
