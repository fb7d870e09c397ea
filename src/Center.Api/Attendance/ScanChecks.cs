using System.Linq;
using Center.Api.Plumbing;

namespace Center.Api.Attendance;

/// <summary>Refuses an upload that no device in order would send; what a device in order scans is never refused here.</summary>
internal static class ScanChecks
{
    public const int MostScans = 500;

    private const int LongestScanId = 64;
    private const long LargestSeq = (1L << 53) - 1;

    public static void Check(ScanUploadRequest upload)
    {
        if (upload.Scans.Count > MostScans)
        {
            throw new RefusedException("too-large", $"At most {MostScans} scans are taken at once.", "scans");
        }

        for (var i = 0; i < upload.Scans.Count; i++)
        {
            if (WrongWith(upload.Scans[i]) is { } wrong)
            {
                throw new RefusedException("invalid-value", wrong, $"$.scans[{i}]");
            }
        }
    }

    private static string? WrongWith(ScanRequest? scan)
    {
        if (scan is null)
        {
            return "A scan is an object.";
        }

        if (scan.ScanId.Length is 0 or > LongestScanId || !scan.ScanId.All(IsOfId))
        {
            return $"A scan id has 1 to {LongestScanId} letters, digits, dots, underscores, colons and hyphens.";
        }

        if (scan.DeviceSeq is < 0 or > LargestSeq)
        {
            return "A device sequence number is whole, not negative and below 2^53.";
        }

        if (Given(scan.Session, scan.Booking, scan.Shift, scan.Site) != 1)
        {
            return "A scan names one place: session, booking, shift or site.";
        }

        return Given(scan.Person, scan.Token) == 1 ? null : "A scan names a person or holds a token.";
    }

    private static bool IsOfId(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-';

    private static int Given(params string?[] members) => members.Count(member => member is not null);
}
