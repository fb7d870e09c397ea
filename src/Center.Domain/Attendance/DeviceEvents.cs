using Center.Domain.Kernel;

namespace Center.Domain.Attendance;

/// <summary>
/// A kiosk or scanner was put to work at a site; its scans count from now on. Stream <c>device/{id}</c>. What staff call
/// it is text that somebody typed and stays in the vault.
/// </summary>
/// <param name="Site">Code of the site where it stands.</param>
/// <param name="ClockOffsetMs">Milliseconds to add to the device's clock to get the true time; negative when it runs ahead.</param>
[EventName("device.enrolled", 1)]
public sealed record DeviceEnrolled(string Site, long ClockOffsetMs);

/// <summary>A device was taken out of use; what it scanned stays.</summary>
[EventName("device.retired", 1)]
public sealed record DeviceRetired;
