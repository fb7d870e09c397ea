using System;
using Center.Domain.Attendance;
using Center.Domain.Kernel;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Attendance.RollStory;

namespace Center.Domain.Tests.Attendance;

public sealed class SitePresenceTests
{
    private static readonly BookingId Piano = new(new Guid("00000000-0000-7000-8000-0000000000b1"));
    private static readonly BookingId Chess = new(new Guid("00000000-0000-7000-8000-0000000000b2"));

    [Fact]
    public void a_scan_at_a_booking_brings_somebody_into_the_house() =>
        Where(Scanned(Piano, ScanDirection.In, 0)).ShouldBe(new(true, true));

    [Fact]
    public void leaving_the_room_leaves_the_house_when_no_door_was_scanned() =>
        Where(Scanned(Piano, ScanDirection.In, 0), Scanned(Piano, ScanDirection.Out, 5)).ShouldBe(new(true, false));

    [Fact]
    public void leaving_the_room_does_not_leave_the_house_when_the_door_was_scanned() =>
        Where(
                Scanned(null, ScanDirection.In, 0),
                Scanned(Piano, ScanDirection.In, 1),
                Scanned(Piano, ScanDirection.Out, 5)
            )
            .ShouldBe(new(true, true));

    [Fact]
    public void leaving_by_the_door_leaves_every_room() =>
        Where(
                Scanned(Piano, ScanDirection.In, 0),
                Scanned(Chess, ScanDirection.In, 1),
                Scanned(null, ScanDirection.Out, 5)
            )
            .ShouldBe(new(true, false));

    [Fact]
    public void evidence_that_needs_a_person_brings_nobody() =>
        Where(
                new SitePresence.PlacedScan(
                    null,
                    Scan("x", ScanDirection.In, At(0)) with
                    {
                        Flags = [ScanFlag.NeedsPerson],
                    }
                )
            )
            .ShouldBe(new(false, false));

    private static SitePresence.Standing Where(params SitePresence.PlacedScan[] scans) => SitePresence.Of(scans);

    private static SitePresence.PlacedScan Scanned(BookingId? place, ScanDirection direction, int minute) =>
        new(place, Scan($"{place}-{direction}-{minute}", direction, At(minute)));
}
