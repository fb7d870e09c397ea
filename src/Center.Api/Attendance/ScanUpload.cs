using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Bookings;
using Center.Api.Plumbing;
using Center.Domain.Attendance;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Attendance;
using Center.Projections.Facilities;

namespace Center.Api.Attendance;

/// <summary>Records what a device uploads: all of it in one transaction, whatever each scan turns out to be.</summary>
/// <param name="command">The command.</param>
/// <param name="upload">What was sent, checked.</param>
/// <param name="desk">Where bookings are decided.</param>
internal sealed class ScanUpload(Command command, ScanUploadRequest upload, BookingDesk desk)
{
    private readonly DeviceId _device = new(upload.Device);
    private readonly ScanReceipts _receipts = new(command.Work, new DeviceId(upload.Device));

    public async Task<Reply> RecordAsync()
    {
        if (ScanAuthority.RefuseOther(command.Caller, _device) is { } stranger)
        {
            return stranger;
        }

        // Always centre, device, rolls: whoever takes locks in one order never waits in a circle.
        var bookings = new ScannedBookings(command);
        if (upload.Scans.Any(scan => scan is { Booking: not null, Direction: ScanDirection.In }))
        {
            await command.Work.LockCentreAsync();
        }

        var before = await _receipts.LockAsync(
            [.. upload.Scans.Select(scan => scan.ScanId)],
            [.. upload.Scans.Select(scan => scan.DeviceSeq)]
        );
        var (device, _) = await command.Work.FoldAsync(
            DeviceDecider.Stream(_device),
            DeviceDecider.Initial,
            DeviceDecider.Evolve
        );
        if (ScanAuthority.RefuseOutside(command.Caller, device) is { } refusal)
        {
            return refusal;
        }

        var arrivals = Arrivals(device.ClockOffset, before.Known);
        var kept = arrivals.Count == 0 ? [] : await RecordAsync(device.Site!, arrivals, before.Numbered, bookings);
        var missing = await _receipts.KeepAsync(kept.Values);
        return Reply.Ok(new ScanUploadAnswer(Answers(before.Known, kept), missing));
    }

    // In the order of the roll, so that what the device is told now is what the roll will say.
    private List<Arrival> Arrivals(TimeSpan offset, IReadOnlyDictionary<string, ScanReceipt> known) =>
        upload
            .Scans.Where(scan => !known.ContainsKey(scan.ScanId))
            .DistinctBy(scan => scan.ScanId, StringComparer.Ordinal)
            .Select(scan => new Arrival(scan, ScanClock.Read(scan.OccurredAt, offset, command.Work.Now)))
            .OrderBy(arrival => arrival.Times.EffectiveAt)
            .ThenBy(arrival => arrival.Scan.DeviceSeq)
            .ThenBy(arrival => arrival.Scan.ScanId, StringComparer.Ordinal)
            .ToList();

    private async Task<Dictionary<string, ScanReceipt>> RecordAsync(
        string site,
        List<Arrival> arrivals,
        IReadOnlyDictionary<long, string> numberedBefore,
        ScannedBookings bookings
    )
    {
        var book = await command.Work.BookAsync();
        command.Work.Context = command.Work.Context with
        {
            PolicyVersion = HouseRule.VersionToday(book, command.Work.Now),
        };
        var people = await ScannedPeople.FindAsync(
            command.Work.Session,
            arrivals.Select(arrival => arrival.Scan.Person)
        );
        var places = new ScanPlaces(book, site, bookings);
        var numbered = numberedBefore.ToDictionary();
        var placed = new List<(Arrival Arrival, ScanPlace Place)>();
        foreach (var arrival in arrivals)
        {
            placed.Add((arrival, await places.OfAsync(arrival)));
        }

        var rolls = new OpenRolls(command.Work);
        await rolls.OpenAsync(placed.Select(pair => pair.Place.Roll.Stream));
        var checkIns = new CheckInByScan(command, book, desk, bookings);
        var kept = new Dictionary<string, ScanReceipt>(StringComparer.Ordinal);
        foreach (var (arrival, place) in placed)
        {
            var ask = Ask(arrival, place, site, book, people);
            var outside = ask.Refusal is null && !await checkIns.CheckInAsync(place.Booking, ask);
            var twin = numbered.GetValueOrDefault(arrival.Scan.DeviceSeq);
            numbered.TryAdd(arrival.Scan.DeviceSeq, arrival.Scan.ScanId);
            var events = rolls.Decide(place.Roll.Stream, ask with { OutsideCheckIn = outside, NumberedLike = twin });
            kept[arrival.Scan.ScanId] = Receipt(arrival.Scan, place.Roll.Stream, events[0]);
        }

        rolls.Append();
        return kept;
    }

    private RecordScan Ask(Arrival arrival, ScanPlace place, string site, CentreBook book, ScannedPeople people)
    {
        var (scan, times) = arrival;
        var person = people.Of(scan.Person);
        var refusal =
            place.Refusal
            ?? (
                scan.Token is not null ? ScanRefusalReason.UnknownToken
                : person.Known ? null
                : (ScanRefusalReason?)ScanRefusalReason.UnknownPerson
            );
        var day = times.DayIn(book.Zone);
        return new RecordScan(
            new ScanReading(scan.ScanId, _device, scan.DeviceSeq, person.Id, scan.Direction),
            times,
            site,
            day,
            refusal,
            OutsideCheckIn: false,
            NumberedLike: null,
            HouseRule.RepeatWithin(book, day)
        );
    }

    private List<ScanAnswer> Answers(
        IReadOnlyDictionary<string, ScanReceipt> known,
        Dictionary<string, ScanReceipt> kept
    )
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        return upload
            .Scans.Select(scan =>
                known.TryGetValue(scan.ScanId, out var before) ? ScanAnswer.Duplicate(before)
                : told.Add(scan.ScanId) ? ScanAnswer.New(kept[scan.ScanId])
                : ScanAnswer.Duplicate(kept[scan.ScanId])
            )
            .ToList();
    }

    private static ScanReceipt Receipt(ScanRequest scan, string roll, object e) =>
        e is ScanRefused refused
            ? new ScanReceipt(scan.ScanId, scan.DeviceSeq, roll, refused.Reason, refused.Flags)
            : new ScanReceipt(scan.ScanId, scan.DeviceSeq, roll, null, ((ScanRecorded)e).Flags);
}

/// <summary>A scan that was not known before.</summary>
/// <param name="Scan">As sent.</param>
/// <param name="Times">When it happened.</param>
internal sealed record Arrival(ScanRequest Scan, ScanTimes Times);
