using Center.Api.Access;
using Center.Domain.Access;
using Center.Domain.Attendance;
using Center.Domain.Kernel;

namespace Center.Api.Attendance;

/// <summary>Whose scans somebody may send or take back: a device its own, staff those of the sites in their scope.</summary>
internal static class ScanAuthority
{
    /// <summary>Refuses a device that speaks for another one.</summary>
    public static Refusal? RefuseOther(Caller caller, DeviceId device) =>
        DeviceOf(caller) is { } own && own != device
            ? new Refusal("forbidden", "A device sends its own scans only.")
            : null;

    /// <summary>Refuses a device that the centre does not have, or that stands outside the caller's scope.</summary>
    public static Refusal? RefuseOutside(Caller caller, Device device) =>
        device.Site is null ? new Refusal("not-found", "There is no such device.")
        : caller.May(Permission.RecordScans, device.Site) ? null
        : new Refusal("forbidden", "The device's site is outside your scope.");

    /// <summary>The device that calls, or null when a person does: a device is known by the id of its key.</summary>
    public static DeviceId? DeviceOf(Caller caller) =>
        caller.Role == Role.Device ? new DeviceId(caller.Credential.Value) : null;
}
