using Center.Domain.Kernel;

namespace Center.Domain.Attendance;

/// <summary>A kiosk or scanner was put to work at a site; its scans count from now on. Stream <c>device/{id}</c>.</summary>
/// <param name="Name">What staff call the machine; names no person.</param>
/// <param name="Site">Code of the site where it stands.</param>
/// <param name="ClockOffsetMs">Milliseconds to add to the device's clock to get the true time; negative when it runs ahead.</param>
[EventName("device.enrolled", 1)]
public sealed record DeviceEnrolled(string Name, string Site, long ClockOffsetMs);

/// <summary>A device was taken out of use; what it scanned stays.</summary>
[EventName("device.retired", 1)]
public sealed record DeviceRetired;
