using Center.Domain.Kernel;

namespace Center.Domain.Attendance;

/// <summary>A scan's name in the whole centre: ids made by a device are unique on that device only.</summary>
/// <param name="Device">Where it was scanned.</param>
/// <param name="ScanId">Made by the device.</param>
public readonly record struct ScanKey(DeviceId Device, string ScanId);
