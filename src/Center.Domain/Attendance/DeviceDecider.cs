using System;
using Center.Domain.Kernel;

namespace Center.Domain.Attendance;

/// <summary>Decides about one device, stream <c>device/{id}</c>.</summary>
public static class DeviceDecider
{
    private const long LargestOffsetMs = 24L * 60 * 60 * 1000;

    /// <summary>A device that was never enrolled.</summary>
    public static Device Initial { get; } = new(null, TimeSpan.Zero, false);

    /// <summary>The key of a device's stream.</summary>
    /// <param name="device">The device.</param>
    public static string Stream(DeviceId device) => $"device/{device}";

    /// <summary>The state after one more event.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="event">The event; others than the device's own change nothing.</param>
    public static Device Evolve(Device state, object @event)
    {
        ArgumentNullException.ThrowIfNull(state);
        return @event switch
        {
            DeviceEnrolled enrolled => new(enrolled.Site, TimeSpan.FromMilliseconds(enrolled.ClockOffsetMs, 0), false),
            DeviceRetired => state with { Retired = true },
            _ => state,
        };
    }

    /// <summary>Enrols. Refusals: <c>invalid-value</c> (site or offset), <c>wrong-state</c> (enrolled otherwise).</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">The device so far.</param>
    public static Decision Decide(EnrolDevice command, Device state)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(state);
        if (!command.SiteKnown)
        {
            return Invalid("site", "The centre has no such site.");
        }

        if (command.ClockOffsetMs is < -LargestOffsetMs or > LargestOffsetMs)
        {
            return Invalid("clockOffsetMs", "A clock offset lies within a day either way.");
        }

        var offset = TimeSpan.FromMilliseconds(command.ClockOffsetMs, 0);
        return state switch
        {
            { Site: null } => Decision.Accept(new DeviceEnrolled(command.Site, command.ClockOffsetMs)),
            { Retired: false } when state.Site == command.Site && state.ClockOffset == offset => Decision.Nothing,
            _ => Decision.Refuse("wrong-state", "The device was enrolled before, with other facts."),
        };
    }

    /// <summary>Retires. Refusals: <c>not-found</c>.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="state">The device so far.</param>
    public static Decision Decide(RetireDevice command, Device state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state switch
        {
            { Site: null } => Decision.Refuse("not-found", "No such device."),
            { Retired: true } => Decision.Nothing,
            _ => Decision.Accept(new DeviceRetired()),
        };
    }

    private static Refusal Invalid(string member, string detail) =>
        new Refusal("invalid-value", detail).With("member", member);
}
