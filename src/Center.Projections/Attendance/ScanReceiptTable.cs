using System;
using System.Threading.Tasks;
using Center.Domain.Attendance;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Attendance;

/// <summary>A receipt as the roll's events tell it.</summary>
/// <param name="Id">Device and scan.</param>
/// <param name="Device">Where it was scanned.</param>
/// <param name="ScanId">Made by the device.</param>
/// <param name="Seq">The device's number of the scan.</param>
/// <param name="Roll">Stream on which it lies.</param>
/// <param name="Reason">Why it is on no roll, or null when it was recorded.</param>
/// <param name="Flags">What was noticed.</param>
public sealed record ToldReceipt(
    string Id,
    DeviceId Device,
    string ScanId,
    long Seq,
    string Roll,
    ScanRefusalReason? Reason,
    ValueList<ScanFlag> Flags
) : IViewRow;

/// <summary>Tells the table <c>center.scan_receipt</c> again.</summary>
public sealed class ScanReceiptTable : ReplayableTable
{
    /// <inheritdoc/>
    public override string Name => "scan-receipts";

    /// <inheritdoc/>
    public override Type RowType => typeof(ToldReceipt);

    /// <inheritdoc/>
    public override string LiveRows =>
        """
            select device || '/' || scan_id as id, jsonb_strip_nulls(jsonb_build_object(
              'id', device || '/' || scan_id, 'device', device, 'scanId', scan_id, 'seq', seq, 'roll', roll,
              'reason', reason, 'flags', flags)) as data
            from center.scan_receipt where centre = $1
            """;

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(IEvent e, ViewRows rows)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rows);
        switch (e.Data)
        {
            case ScanRecorded scan:
                rows.Store(Told(e.StreamKey!, scan.Device, scan.ScanId, scan.DeviceSeq, null, scan.Flags));
                break;
            case ScanRefused scan:
                rows.Store(Told(e.StreamKey!, scan.Device, scan.ScanId, scan.DeviceSeq, scan.Reason, scan.Flags));
                break;
        }

        return ValueTask.CompletedTask;
    }

    private static ToldReceipt Told(
        string roll,
        DeviceId device,
        string scan,
        long seq,
        ScanRefusalReason? reason,
        ValueList<ScanFlag> flags
    ) => new($"{device}/{scan}", device, scan, seq, roll, reason, flags);
}
