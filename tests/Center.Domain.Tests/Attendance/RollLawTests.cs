using System;
using System.Linq;
using Center.Domain.Attendance;
using Center.Domain.Kernel;
using CsCheck;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Attendance.RollStory;

namespace Center.Domain.Tests.Attendance;

public sealed class RollLawTests
{
    private static readonly Gen<ScanRecorded> AnyScan =
        from person in Gen.OneOf(Li, Wang)
        from device in Gen.OneOf(Door, Gate)
        from sequence in Gen.Long[1, 6]
        from isIn in Gen.Bool
        from second in Gen.Int[0, 1200]
        from flags in Gen.OneOf<ValueList<ScanFlag>>([], [ScanFlag.Late], [ScanFlag.NeedsPerson])
        select Scan("?", isIn ? ScanDirection.In : ScanDirection.Out, At(0, second), person) with
        {
            Device = device,
            DeviceSeq = sequence,
            Flags = flags,
        };

    private static readonly Gen<ScanRecorded[]> Scans = AnyScan
        .Array[0, 14]
        .Select(scans => scans.Select((scan, index) => scan with { ScanId = $"s{index}" }).ToArray());

    [Fact]
    public void any_order_of_arrival_gives_the_same_roll() =>
        Scans
            .SelectMany(scans => Gen.Shuffle(scans.ToArray()).Select(shuffled => (scans, shuffled)))
            .Sample(pair => Lines(pair.scans).Equals(Lines(pair.shuffled)));

    [Fact]
    public void duplicates_change_nothing() => Scans.Sample(scans => Lines(scans).Equals(Lines([.. scans, .. scans])));

    [Fact]
    public void an_annulled_scan_is_as_if_it_had_never_been() =>
        Scans
            .Where(scans => scans.Length > 0)
            .Sample(scans =>
            {
                object[] events =
                [
                    .. scans,
                    Annulled(scans[0].ScanId, AnnulReason.Other) with
                    {
                        Device = scans[0].Device,
                    },
                ];
                return Lines(events).Equals(Lines(scans[1..]));
            });

    [Fact]
    public void minutes_fit_between_the_first_scan_and_the_last() =>
        Scans.Sample(scans =>
            Lines(scans).All(line => TimeSpan.FromMinutes(line.Minutes.Value) <= Span(scans, line.Person))
        );

    [Fact]
    public void everybody_scanned_has_one_line_and_who_is_present_was_counted() =>
        Scans.Sample(scans =>
        {
            var lines = Lines(scans);
            lines
                .Select(line => line.Person.Value)
                .Order()
                .ShouldBe(scans.Select(scan => scan.Person.Value).Distinct().Order());
            lines.Where(line => line.Present).ShouldAllBe(line => line.Counted && line.Provisional);
        });

    [Fact]
    public void presence_at_a_site_does_not_depend_on_arrival() =>
        Scans
            .SelectMany(scans => Gen.Shuffle(scans.ToArray()).Select(shuffled => (scans, shuffled)))
            .Sample(pair => SitePresence.Of(Placed(pair.scans)) == SitePresence.Of(Placed(pair.shuffled)));

    private static SitePresence.PlacedScan[] Placed(ScanRecorded[] scans) =>
        [.. scans.Select(scan => new SitePresence.PlacedScan(scan.DeviceSeq > 3 ? Room : null, scan))];

    private static readonly BookingId? Room = new(new Guid("00000000-0000-7000-8000-0000000000b0"));

    private static ValueList<RollLine> Lines(object[] events) =>
        RollFold.Of(events.Aggregate(RollDecider.Initial, RollDecider.Evolve), RepeatWithin);

    private static TimeSpan Span(ScanRecorded[] scans, PersonId person)
    {
        var times = scans.Where(scan => scan.Person == person).Select(scan => scan.EffectiveAt).Order().ToList();
        return times[^1] - times[0];
    }
}
