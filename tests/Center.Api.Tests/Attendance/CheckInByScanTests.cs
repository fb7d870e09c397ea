using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Bookings;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Center.Api.Tests.Attendance.AttendanceStory;

namespace Center.Api.Tests.Attendance;

public sealed class CheckInByScanTests(CheckInByScanTests.OneDayEach days)
    : IClassFixture<CheckInByScanTests.OneDayEach>,
        IAsyncLifetime
{
    private readonly SettableClock _clock = days.Clock;

    /// <summary>Ten in the morning at the centre, of the test's own day.</summary>
    private readonly DateTimeOffset _ten = days.NextTen();

    private AttendanceStory _story = null!;
    private Guid _booker;

    public async ValueTask InitializeAsync()
    {
        _story = await BeginAsync(days.Center);
        _booker = await _story.RegisterAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task the_bookers_scan_checks_the_booking_in_at_the_time_of_the_scan()
    {
        var booking = await BookAsync();
        _clock.Now = _ten.AddMinutes(90);
        var scan = _story.ScanAt("booking", booking, _booker, _ten.AddMinutes(65));

        Told(await _story.UploadAsync(scan)).ShouldBe(["recorded [late]"]);

        (await StatusAsync(booking)).ShouldBe("checked-in");
        await using var session = days
            .Center.Services.GetRequiredService<IDocumentStore>()
            .QuerySession(CenterUnderTest.Centre);
        var checkIn = (
            await session.Events.FetchStreamAsync($"booking/{booking}", token: TestContext.Current.CancellationToken)
        )[^1];
        checkIn.Data.ShouldBe(new BookingCheckedIn(_ten.AddMinutes(65).ToUniversalTime()));
        checkIn.UserName.ShouldBe(_story.Device.ToString());
        var line = await _story.LineAsync($"/bookings/{booking}/roll", _booker);
        line!.Value.GetProperty("firstIn").GetDateTimeOffset().ShouldBe(_ten.AddMinutes(65));
    }

    [Fact]
    public async Task somebody_elses_scan_is_on_the_roll_and_checks_nothing_in()
    {
        var booking = await BookAsync();
        _clock.Now = _ten.AddMinutes(60);
        var guest = await _story.RegisterAsync();

        Told(await _story.UploadAsync(_story.ScanAt("booking", booking, guest, _clock.Now))).ShouldBe(["recorded []"]);

        (await StatusAsync(booking)).ShouldBe("confirmed");
        (await _story.LineAsync($"/bookings/{booking}/roll", guest)).ShouldNotBeNull();
    }

    [Fact]
    public async Task too_early_and_too_late_are_flagged_and_kept()
    {
        var booking = await BookAsync();
        var early = _story.ScanAt("booking", booking, _booker, _ten.AddMinutes(29));
        _clock.Now = _ten.AddMinutes(29);
        Told(await _story.UploadAsync(early)).ShouldBe(["recorded [outside-check-in]"]);

        _clock.Now = _ten.AddMinutes(120);
        var late = _story.ScanAt("booking", booking, _booker, _clock.Now);
        Told(await _story.UploadAsync(late)).ShouldBe(["recorded [double-in,outside-check-in]"]);

        (await StatusAsync(booking)).ShouldBe("confirmed");
    }

    [Fact]
    public async Task an_hour_of_scans_in_one_upload_checks_in_once_and_counts_everybody()
    {
        var booking = await BookAsync();
        var guest = await _story.RegisterAsync();
        _clock.Now = _ten.AddMinutes(121);
        var upload = await _story.UploadAsync(
            _story.ScanAt("booking", booking, _booker, _ten.AddMinutes(118), "out"),
            _story.ScanAt("booking", booking, guest, _ten.AddMinutes(110), "out"),
            _story.ScanAt("booking", booking, _booker, _ten.AddMinutes(58)),
            _story.ScanAt("booking", booking, guest, _ten.AddMinutes(60)),
            _story.ScanAt("booking", booking, _booker, _ten.AddMinutes(59))
        );
        Told(upload)
            .ShouldBe(["recorded []", "recorded []", "recorded [late]", "recorded [late]", "recorded [late,repeat]"]);

        (await StatusAsync(booking)).ShouldBe("checked-in");
        var roll = (await _story.Admin.GetAsync($"/bookings/{booking}/roll")).ShouldBe(200);
        roll.Number("counted").ShouldBe(2);
        roll.Member("items").EnumerateArray().Sum(line => line.GetProperty("minutes").GetInt32()).ShouldBe(110);
    }

    [Fact]
    public async Task a_cancelled_booking_is_not_checked_in()
    {
        var booking = await BookAsync();
        (await _story.Admin.PostAsync($"/bookings/{booking}/cancel", new { ReasonCode = "ill" })).ShouldBe(200);
        _clock.Now = _ten.AddMinutes(60);
        var scan = _story.ScanAt("booking", booking, _booker, _clock.Now);
        Told(await _story.UploadAsync(scan)).ShouldBe(["recorded [outside-check-in]"]);
        (await StatusAsync(booking)).ShouldBe("cancelled");
    }

    [Fact]
    public async Task a_device_may_annul_for_a_quarter_of_an_hour_and_a_steward_later()
    {
        var scan = _story.Scan(_booker, _clock.Now);
        await _story.UploadAsync(scan);
        _clock.Now = _ten.AddMinutes(16);
        var annul = $"/scans/{_story.Device}/{scan["scanId"]}/annul";
        (await _story.Kiosk.PostAsync(annul, new { ReasonCode = "test" })).ShouldBeProblem(409, "lapsed");
        (await _story.Admin.PostAsync(annul, new { ReasonCode = "test" })).ShouldBe(200);
    }

    /// <summary>A chess seat from eleven to twelve.</summary>
    private async Task<string> BookAsync()
    {
        var booked = await _story.Admin.PostAsync(
            "/bookings",
            new
            {
                Facility = "chess-room",
                Start = _ten.AddMinutes(60),
                End = _ten.AddMinutes(120),
                People = 1,
                Purpose = "play",
                OnBehalfOf = _booker,
            }
        );
        booked.ShouldBe(201).Text("status").ShouldBe("confirmed");
        return booked.Text("id");
    }

    private async Task<string> StatusAsync(string booking) =>
        (await _story.Admin.GetAsync($"/bookings/{booking}")).ShouldBe(200).Text("status");

    /// <summary>One service with a clock of its own; each test has the next day to itself.</summary>
    public sealed class OneDayEach(TestPostgres postgres) : IAsyncLifetime
    {
        internal SettableClock Clock { get; } = new(new(2026, 12, 4, 10, 0, 0, TimeSpan.FromHours(8)));

        internal CenterUnderTest Center { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Center = await CenterUnderTest.StartAsync(postgres, Clock);

        public ValueTask DisposeAsync() => Center.DisposeAsync();

        internal DateTimeOffset NextTen()
        {
            var local = Clock.Now.ToOffset(TimeSpan.FromHours(8));
            Clock.Now = new DateTimeOffset(local.Date.AddDays(1).AddHours(10), local.Offset);
            return Clock.Now;
        }
    }
}
