using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Center.Api.Tests.Facilities;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Center.Projections.EventStore;
using Center.Projections.Facilities;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>What rules say where they end: too late for approval, buffers at the edge of a search, what is lent with a room.</summary>
public sealed class EdgeOfRulesTests(EditedCentre centre) : IClassFixture<EditedCentre>
{
    [Fact]
    public async Task staff_book_for_an_organisation_when_it_is_too_late_for_approval()
    {
        var steward = await centre.Guests.KeyAsync("steward");
        var soon = centre.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date.AddDays(1).AddHours(15);
        centre.Clock.Advance(
            new DateTimeOffset(soon, TimeSpan.FromHours(8)).AddMinutes(-30) - centre.Clock.GetUtcNow()
        );
        object Wish(bool hold, string? reason) =>
            new
            {
                facility = "chess-room",
                start = new DateTimeOffset(soon, TimeSpan.FromHours(8)),
                end = new DateTimeOffset(soon, TimeSpan.FromHours(8)).AddMinutes(30),
                people = 1,
                organisation = "committee-01",
                hold,
                @override = reason is null ? null : new { reasonCode = reason },
            };

        (await steward.PostAsync("/bookings", Wish(false, null))).ShouldBeProblem(422, "policy-notice-too-short");
        (await steward.PostAsync("/bookings", Wish(true, null))).ShouldBeProblem(422, "policy-notice-too-short");
        var booked = (await steward.PostAsync("/bookings", Wish(false, "other"))).ShouldBe(201);
        booked.Text("status").ShouldBe("confirmed");
        booked.Member("override").GetProperty("rules")[0].GetString().ShouldBe("policy-notice-too-short");
        var held = (await steward.PostAsync("/bookings", Wish(true, "other"))).ShouldBe(201);
        var confirmed = await steward.PostAsync($"/bookings/{held.Text("id")}/confirm", new { });
        confirmed.ShouldBe(200).Text("status").ShouldBe("confirmed");
    }

    [Fact]
    public async Task what_a_search_offers_at_its_edges_can_be_booked()
    {
        var (gym, tag) = await centre.ReadAsync("gym");
        (gym["units"], gym["capacity"]) = (1, 1);
        gym["bookingRules"] = new JsonObject { ["bufferBefore"] = 15, ["bufferAfter"] = 15 };
        (await centre.PutAsync("/facilities/gym", gym, tag)).ShouldBe(200);
        var day = $"{centre.Clock.GetUtcNow().AddHours(8).AddDays(2):yyyy-MM-dd}";
        (await centre.BookAsync(EditedCentre.Wish("gym", day, "15:00", "16:00", 1))).ShouldBe(201);

        foreach (var (from, to) in new[] { ("16:15", "18:00"), ("14:00", "14:45") })
        {
            var range = $"from={day}T{from}:00%2B08:00&to={day}T{to}:00%2B08:00&duration=PT30M&kind=seats";
            var offered = (await centre.Admin.GetAsync($"/availability?{range}&limit=200")).ShouldBe(200).Items();
            foreach (var slot in offered.Where(slot => slot.GetProperty("facility").GetString() == "gym"))
            {
                var (_, resident) = await centre.Guests.ResidentAsync();
                var wish = new
                {
                    facility = "gym",
                    start = slot.GetProperty("start").GetString(),
                    end = slot.GetProperty("end").GetString(),
                    people = 1,
                };
                var checkedOnly = await resident.PostAsync("/bookings/check", wish);
                checkedOnly.Member("accepted").GetBoolean().ShouldBeTrue(checkedOnly.Raw);
            }
        }
    }

    [Fact]
    public async Task more_deadlines_than_are_written_at_once_keep_nobody_from_booking()
    {
        const int Holds = 1203;
        var first = centre.Clock.GetUtcNow();
        var start = new DateTimeOffset(first.AddHours(8).Date.AddDays(30), TimeSpan.Zero).AddHours(6);
        await using (var work = await BeginAsync())
        {
            var book = await work.BookAsync();
            var place = book.Find("film-and-sound-room")!;
            for (var number = 0; number < Holds; number++)
            {
                var window = new TimeWindow(start.AddMinutes(number), start.AddMinutes(number + 1));
                var terms = TermsOf(place, window);
                var id = new BookingId(Guid.CreateVersion7());
                var held = new BookingHeld(terms, first.AddMinutes(10).AddSeconds(number), false);
                work.Append($"booking/{id}", 0, [held]);
                AdmissionLedger.Of(work).Replace(id, Booking.Evolve(Booking.Initial, held), isNew: true);
            }

            await work.CommitAsync();
        }

        centre.Clock.Advance(TimeSpan.FromHours(1));
        var (person, _) = await centre.Guests.ResidentAsync();
        var last = start.AddMinutes(Holds - 3);
        var wish = new
        {
            facility = "film-and-sound-room",
            start = last,
            end = last.AddMinutes(3),
            people = 2,
            onBehalfOf = person,
            @override = new { reasonCode = "other" },
        };
        (await centre.Admin.PostAsync("/bookings", wish)).ShouldBe(201);
    }

    [Fact]
    public async Task equipment_of_another_site_is_not_lent()
    {
        var (person, resident) = await centre.Guests.ResidentAsync();
        var refused = await resident.PostAsync("/bookings", Lent("station-06-activity-room"));
        refused.ShouldBeProblem(400, "invalid-value");
        refused.Text("member").ShouldBe("extras");
        var id = (await resident.PostAsync("/bookings", Lent("film-and-sound-room"))).ShouldBe(201).Text("id");
        var day = $"{centre.Clock.GetUtcNow().AddHours(8).AddDays(4):yyyy-MM-dd}";
        var away = new
        {
            start = $"{day}T17:00:00+08:00",
            end = $"{day}T18:00:00+08:00",
            facility = "station-06-activity-room",
        };
        (await resident.PostAsync($"/bookings/{id}/reschedule", away)).ShouldBeProblem(400, "invalid-value");
    }

    [Fact]
    public async Task rules_of_what_is_lent_count_too_and_the_refusal_names_it()
    {
        var (speaker, tag) = await centre.ReadAsync("portable-loudspeaker");
        speaker["bookingRules"] = new JsonObject { ["longest"] = 30, ["earliestDaysAhead"] = 1 };
        (await centre.PutAsync("/facilities/portable-loudspeaker", speaker, tag)).ShouldBe(200);
        var (_, resident) = await centre.Guests.ResidentAsync();

        var refused = await resident.PostAsync("/bookings", Lent("training-room", "portable-loudspeaker"));

        refused.ShouldBeProblem(422, "policy-too-long");
        refused.Text("extra").ShouldBe("portable-loudspeaker");
        refused
            .Items("broken")
            .Select(rule => rule.GetProperty("code").GetString())
            .ShouldBe(["policy-too-long", "policy-notice-too-long"]);
        (await resident.PostAsync("/bookings", Lent("training-room"))).ShouldBe(201);
    }

    private object Lent(string facility, string extra = "portable-projector")
    {
        var day = $"{centre.Clock.GetUtcNow().AddHours(8).AddDays(4):yyyy-MM-dd}";
        return new
        {
            facility,
            start = $"{day}T15:00:00+08:00",
            end = $"{day}T16:00:00+08:00",
            people = 2,
            extras = new[] { new { code = extra, units = 1 } },
        };
    }

    private static BookingTerms TermsOf(Bookable place, TimeWindow window) =>
        new(
            place.Code,
            place.Site,
            place.Kind,
            place.ServiceLine!,
            place.UnitCodes,
            window,
            window,
            1,
            "other",
            null,
            "committee-01",
            false,
            [],
            "2018-11-26",
            null
        );

    private Task<Work> BeginAsync() =>
        centre
            .Center.Services.GetRequiredService<WorkFactory>()
            .BeginAsync(
                CenterUnderTest.Centre,
                EventContext.System("tests", "holds"),
                TestContext.Current.CancellationToken
            );
}
