using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Attendance;
using Center.Domain.Kernel;
using Center.Projections.Attendance;

namespace Center.Api.Attendance;

/// <summary>Takes a scan off its roll: the device that made it for a quarter of an hour, staff whenever it was wrong.</summary>
internal static class ScanAnnulment
{
    public static async Task<Reply> AnnulAsync(Command command, ScanKey scan, AnnulReason reason)
    {
        var (device, _) = await command.Work.FoldAsync(
            DeviceDecider.Stream(scan.Device),
            DeviceDecider.Initial,
            DeviceDecider.Evolve
        );
        var refusal =
            ScanAuthority.RefuseOther(command.Caller, scan.Device)
            ?? ScanAuthority.RefuseOutside(command.Caller, device);
        if (refusal is not null)
        {
            return refusal;
        }

        var known = await new ScanReceipts(command.Work, scan.Device).FindAsync([scan.ScanId]);
        if (!known.TryGetValue(scan.ScanId, out var receipt))
        {
            return new Refusal("not-found", "There is no such scan.");
        }

        var ask = new AnnulScan(scan, reason, command.Work.Now, ScanAuthority.DeviceOf(command.Caller));
        var annulled = await command.DecideAsync(
            receipt.Roll,
            RollDecider.Initial,
            RollDecider.Evolve,
            state => RollDecider.Decide(ask, state)
        );
        return annulled.Refusal is { } no
            ? no
            : Reply.Ok(
                new
                {
                    scan.Device,
                    scan.ScanId,
                    Annulled = true,
                },
                annulled.Version
            );
    }
}
