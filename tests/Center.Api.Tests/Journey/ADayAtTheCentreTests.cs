using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Browser;
using Center.Api.Tests.Infrastructure;
using Microsoft.Playwright;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Journey;

/// <summary>One day told from the first start to the proof that somebody changed the record by hand.</summary>
public sealed class ADayAtTheCentreTests(TestPostgres postgres, Chromium chromium) : IAsyncLifetime
{
    private static readonly DateTimeOffset _thursday = At(26, 10);
    private static readonly DateTimeOffset _saturdayTwo = At(28, 14);

    private readonly SettableClock _clock = new(_thursday);
    private CenterUnderTest _center = null!;
    private BookingGuests _guests = null!;

    private CentreClient Admin => _guests.Admin;

    public async ValueTask InitializeAsync()
    {
        _center = await CenterUnderTest.StartAsync(postgres, _clock);
        _guests = new BookingGuests(_center);
    }

    public ValueTask DisposeAsync() => _center.DisposeAsync();

    [Fact]
    public async Task from_the_import_to_the_proof_of_a_falsified_row()
    {
        await The_definition_is_there();
        var (ada, adas) = await _guests.ResidentAsync();
        var (_, bos) = await _guests.ResidentAsync();
        var slot = await A_room_with_a_piano_for_ten_on_saturday_afternoon(adas);
        var booking = await It_is_held_and_confirmed(adas, slot);
        await A_second_person_is_refused_with_alternatives(bos, slot);

        _clock.Now = _saturdayTwo.AddMinutes(-10);
        var page = await The_page_shows_it_as_booked();
        await A_scan_at_the_door_checks_the_booking_in(booking, ada);
        await The_page_shows_it_in_use_without_a_reload(page);

        _clock.Now = _saturdayTwo.AddHours(4);
        await Two_hours_of_a_volunteer_are_recorded_by_one_and_credited_by_another();
        await The_figures_tell_it();
        await A_replay_says_equal();
        await A_falsified_row_is_named_with_its_events(booking);
    }

    private async Task The_definition_is_there()
    {
        var facilities = (await Admin.GetAsync("/facilities?site=main&limit=200")).ShouldBe(200).Items();
        facilities.Count(facility => facility.GetProperty("kind").GetString() != "equipment").ShouldBe(23);
        (await Admin.GetAsync("/sites")).ShouldBe(200).Items().Length.ShouldBe(13);
        (await Admin.GetAsync("/service-lines")).ShouldBe(200).Items().Length.ShouldBe(5);
    }

    private static async Task<Slot> A_room_with_a_piano_for_ten_on_saturday_afternoon(CentreClient resident)
    {
        var found = await resident.GetAsync(
            $"/availability?from={Text(At(28, 13))}&to={Text(At(28, 18))}&duration=PT2H&people=10&feature=piano"
        );
        var items = found.ShouldBe(200).Items();
        items.Select(item => item.GetProperty("facility").GetString()).ShouldContain("music-room");
        items[0].GetProperty("facility").GetString().ShouldBe("music-room", "the smallest room that fits comes first");
        var two = items.First(item => item.GetProperty("start").GetDateTimeOffset() == _saturdayTwo);
        return new Slot("music-room", _saturdayTwo, two.GetProperty("end").GetDateTimeOffset());
    }

    private static async Task<string> It_is_held_and_confirmed(CentreClient resident, Slot slot)
    {
        var held = (await resident.PostAsync("/bookings", slot.Wish(hold: true))).ShouldBe(201);
        held.Text("status").ShouldBe("held");
        held.Member("expiresAt").GetDateTimeOffset().ShouldBe(_thursday.AddMinutes(10));
        var confirmed = await resident.PostAsync($"/bookings/{held.Text("id")}/confirm", new { });
        confirmed.ShouldBe(200).Text("status").ShouldBe("confirmed");
        return held.Text("id");
    }

    private static async Task A_second_person_is_refused_with_alternatives(CentreClient resident, Slot slot)
    {
        var refused = await resident.PostAsync("/bookings", slot.Wish(hold: false));
        refused.ShouldBeProblem(409, "slot-taken");
        var alternatives = refused.Member("alternatives").EnumerateArray().ToList();
        alternatives.ShouldNotBeEmpty();
        var other = alternatives[0];
        var instead = new Slot(
            other.GetProperty("facility").GetString()!,
            other.GetProperty("start").GetDateTimeOffset(),
            other.GetProperty("end").GetDateTimeOffset()
        );
        (await resident.PostAsync("/bookings/check", instead.Wish(hold: false)))
            .ShouldBe(200)
            .Member("accepted")
            .GetBoolean()
            .ShouldBeTrue("what is offered can be had");
    }

    private async Task A_scan_at_the_door_checks_the_booking_in(string booking, string person)
    {
        var kiosk = (await Admin.PostAsync("/devices", new { name = "music room door", site = "main" })).ShouldBe(201);
        var scan = new
        {
            scanId = Guid.CreateVersion7(),
            deviceSeq = 1,
            booking,
            person,
            direction = "in",
            occurredAt = _clock.Now,
        };
        var door = new CentreClient(_center.Http, kiosk.Text("key"));
        var upload = await door.PostAsync("/scans", new { device = kiosk.Text("id"), scans = new[] { scan } });
        upload.ShouldBe(200).Items().ShouldHaveSingleItem().GetProperty("result").GetString().ShouldBe("recorded");
        (await Admin.GetAsync($"/bookings/{booking}")).ShouldBe(200).Text("status").ShouldBe("checked-in");
    }

    private async Task<IPage> The_page_shows_it_as_booked()
    {
        var page = await chromium.OpenAsync();
        await page.GotoAsync(_center.BaseAddress.ToString());
        await page.WaitForSelectorAsync("#row-music-room .block.booked");
        await page.EvaluateAsync("window.untouched = true");
        return page;
    }

    private static async Task The_page_shows_it_in_use_without_a_reload(IPage page)
    {
        await page.WaitForSelectorAsync("#row-music-room .block.inuse");
        (await page.EvaluateAsync<bool>("window.untouched")).ShouldBeTrue();
    }

    private async Task Two_hours_of_a_volunteer_are_recorded_by_one_and_credited_by_another()
    {
        var volunteer = (await Admin.PostAsync("/people", new { ageBand = "senior" })).ShouldBe(201).Text("id");
        var (one, other) = (await _guests.KeyAsync("coordinator"), await _guests.KeyAsync("coordinator"));
        var entry = new
        {
            person = volunteer,
            start = _saturdayTwo,
            end = _saturdayTwo.AddHours(2),
            evidence = "roster",
            serviceLine = "social-work-and-volunteering",
            organisation = "lvcheng-social-work-station",
            recordingUnit = "lvcheng-social-work-station",
        };
        var recorded = (await one.PostAsync("/service-entries", entry)).ShouldBe(201);
        var credit = $"/service-entries/{recorded.Text("id")}/credit";
        (await one.PostAsync(credit, new { })).ShouldBeProblem(422, "self-approval");
        (await other.PostAsync(credit, new { })).ShouldBe(200);
        (await one.GetAsync($"/volunteers/{volunteer}/statement"))
            .ShouldBe(200)
            .Number("creditedMinutes")
            .ShouldBe(120);
    }

    private async Task The_figures_tell_it()
    {
        (await FigureAsync("bookings")).ShouldBe(1);
        (await FigureAsync("service-minutes")).ShouldBe(120);
    }

    private async Task A_replay_says_equal()
    {
        var run = await ReplayAsync();
        run.Text("state").ShouldBe("done");
        run.Member("differences").GetArrayLength().ShouldBe(0, run.Raw);
    }

    private async Task A_falsified_row_is_named_with_its_events(string booking)
    {
        await using var source = NpgsqlDataSource.Create(_center.ConnectionString);
        await using var falsify = source.CreateCommand(
            "update center.mt_doc_booking_sheet set data = jsonb_set(data, '{people}', '2') where id = $1"
        );
        falsify.Parameters.AddWithValue(booking);
        (await falsify.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)).ShouldBe(1);

        var run = await ReplayAsync();
        var found = run.Member("differences").EnumerateArray().ShouldHaveSingleItem();
        found.GetProperty("key").GetString().ShouldBe($"BookingSheet/{booking}");
        found.GetProperty("field").GetString().ShouldBe("$.people");
        found.GetProperty("stored").GetInt32().ShouldBe(2);
        found.GetProperty("replayed").GetInt32().ShouldBe(10);
        var history = (await Admin.GetAsync($"/bookings/{booking}/history")).ShouldBe(200).Items();
        found
            .GetProperty("events")
            .EnumerateArray()
            .Select(position => position.GetInt64())
            .ShouldBe(history.Select(line => line.GetProperty("position").GetInt64()));
    }

    private async Task<int> FigureAsync(string measure)
    {
        var told = await Admin.PollAsync(
            $"/figures?measure={measure}&from=2026-11-28&to=2026-11-29",
            answer =>
                answer.Items() is [var item] && item.TryGetProperty("value", out var value) && value.GetInt32() > 0
        );
        return told.Items()[0].GetProperty("value").GetInt32();
    }

    private async Task<Answer> ReplayAsync()
    {
        var asked = (await Admin.PostAsync("/audit/replays", new { view = "all" })).ShouldBe(202);
        return await Admin.PollAsync(
            asked.Headers["Location"]["/api/v1".Length..],
            run => run.Text("state") is not ("queued" or "running")
        );
    }

    private static DateTimeOffset At(int day, int hour) => new(2026, 11, day, hour, 0, 0, TimeSpan.FromHours(8));

    private static string Text(DateTimeOffset at) =>
        Uri.EscapeDataString(at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));

    private sealed record Slot(string Facility, DateTimeOffset Start, DateTimeOffset End)
    {
        public object Wish(bool hold) =>
            new
            {
                facility = Facility,
                start = Start,
                end = End,
                people = 10,
                purpose = "rehearsal",
                hold,
            };
    }
}
