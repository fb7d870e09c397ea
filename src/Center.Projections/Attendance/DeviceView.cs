using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Domain.Attendance;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Attendance;

/// <summary>A device of the centre; what staff call it is in the vault.</summary>
/// <param name="Id">The device.</param>
/// <param name="Site">Code of the site where it stands.</param>
/// <param name="ClockOffsetMs">Milliseconds to add to its clock.</param>
/// <param name="EnrolledAt">When it was put to work.</param>
/// <param name="Retired">Whether it was taken out of use.</param>
public sealed record DeviceRow(string Id, string Site, long ClockOffsetMs, DateTimeOffset EnrolledAt, bool Retired)
    : IViewRow;

/// <summary>The devices of a centre. Each row belongs to one stream and is kept in the transaction of the change.</summary>
public sealed class DeviceView : View
{
    private const string StreamPrefix = "device/";

    /// <inheritdoc/>
    public override string Name => "devices";

    /// <inheritdoc/>
    public override IReadOnlyList<string>? Streams => [StreamPrefix];

    /// <inheritdoc/>
    public override IReadOnlyList<Type> RowTypes => [typeof(DeviceRow)];

    /// <inheritdoc/>
    public override bool Inline => true;

    /// <inheritdoc/>
    public override async ValueTask ApplyAsync(IEvent e, ViewRows rows)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rows);
        if (!e.StreamKey!.StartsWith(StreamPrefix, StringComparison.Ordinal))
        {
            return;
        }

        var id = e.StreamKey[StreamPrefix.Length..];
        switch (e.Data)
        {
            case DeviceEnrolled enrolled:
                rows.Store(new DeviceRow(id, enrolled.Site, enrolled.ClockOffsetMs, e.Timestamp, false));
                break;
            case DeviceRetired when await rows.FindAsync<DeviceRow>(id) is { } row:
                rows.Store(row with { Retired = true });
                break;
        }
    }
}
