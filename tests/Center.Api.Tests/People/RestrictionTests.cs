using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Access;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Center.Api.Tests.Volunteering;
using Shouldly;
using Xunit;
using Visit = Center.Api.Tests.Access.Browser;

namespace Center.Api.Tests.People;

/// <summary>
/// Restriction of processing (Personal Information Protection Law, art. 47): once somebody is erased nothing is done in
/// that name any more, and what the law keeps is only kept.
/// </summary>
public sealed class RestrictionTests(TestPostgres postgres) : IAsyncLifetime
{
    private CenterUnderTest _center = null!;
    private AccessStory _story = null!;
    private BookingGuests _guests = null!;
    private string _person = null!;
    private CentreClient _self = null!;

    public async ValueTask InitializeAsync()
    {
        _center = await postgres.SharedCenterAsync();
        _story = new AccessStory(_center);
        _guests = new BookingGuests(_center);
        (_person, _self) = await _guests.ResidentAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task no_key_no_link_and_no_page_of_theirs_works_from_then_on()
    {
        var second = await _guests.KeyAsync("resident", _person);
        var used = await LinkAsync();
        var unused = await LinkAsync();
        using var page = new Visit(_center.BaseAddress);
        (await page.PostAsync(used)).Status.ShouldBe(302);
        (await page.GetAsync("/api/v1/me")).Status.ShouldBe(200);
        await _self.GetAsync("/me"); // Kept in memory by now, as callers of bookings are.
        (await BookAsync(_self)).ShouldBe(201);

        await EraseAsync();

        (await _self.GetAsync("/me")).ShouldBeProblem(401, "unauthenticated");
        (await second.GetAsync("/me")).ShouldBeProblem(401, "unauthenticated");
        (await BookAsync(_self)).ShouldBeProblem(401, "unauthenticated");
        (await page.GetAsync("/api/v1/me")).Status.ShouldBe(401);
        (await page.GetAsync("/book/mine")).Status.ShouldNotBe(200);
        using var late = new Visit(_center.BaseAddress);
        (await late.PostAsync(unused)).Status.ShouldNotBe(302);
    }

    [Fact]
    public async Task nobody_gives_them_a_key_a_link_a_role_or_another_record()
    {
        var other = await _story.PersonAsync();
        await EraseAsync();

        (await _story.Admin.PostAsync("/keys", AccessStory.Wanted("resident", person: _person))).ShouldBeProblem(
            409,
            "person-erased"
        );
        (await _story.Admin.PostAsync($"/people/{_person}/sign-in-link", new { })).ShouldBeProblem(
            409,
            "person-erased"
        );
        (await _story.Admin.PostAsync("/grants", new { role = "volunteer", person = _person })).ShouldBeProblem(
            409,
            "person-erased"
        );
        (await _story.Admin.PostAsync($"/people/{other}/merge", new { into = _person })).ShouldBeProblem(
            409,
            "person-erased"
        );
        (await _story.Admin.PostAsync($"/people/{_person}/merge", new { into = other })).ShouldBeProblem(
            409,
            "person-erased"
        );
        (
            await _story.Admin.PostAsync("/people", new { ageBand = "under-14", guardians = new[] { _person } })
        ).ShouldBeProblem(400, "invalid-value");
    }

    [Fact]
    public async Task what_the_person_could_do_is_ended_in_the_log()
    {
        (await _story.Admin.PostAsync("/grants", new { role = "volunteer", person = _person })).ShouldBe(201);
        await EraseAsync();

        var lines = (await _story.Admin.GetAsync($"/audit/events?stream=access/{_person}")).ShouldBe(200).Raw;

        lines.Split('\n').Count(line => line.Contains("\"key.revoked", StringComparison.Ordinal)).ShouldBe(1);
        lines.Split('\n').Count(line => line.Contains("\"role.revoked", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task their_bookings_to_come_are_cancelled_and_their_places_are_free_again()
    {
        var day = BookingGuests.OwnDay("music-room");
        var booked = (await _self.PostAsync("/bookings", BookingGuests.Wish("music-room", day))).ShouldBe(201);
        var held = (
            await _self.PostAsync("/bookings", Held(BookingGuests.Wish("baking-room", day, "10:00", "11:00")))
        ).ShouldBe(201);
        var (_, next) = await _guests.ResidentAsync();
        (await next.PostAsync("/bookings", BookingGuests.Wish("music-room", day))).ShouldBeProblem(409, "slot-taken");

        await EraseAsync();

        foreach (var id in new[] { booked.Text("id"), held.Text("id") })
        {
            (await _story.Admin.GetAsync($"/bookings/{id}")).ShouldBe(200).Text("status").ShouldBe("cancelled");
        }

        (await next.PostAsync("/bookings", BookingGuests.Wish("music-room", day))).ShouldBe(201);
        var history = await _story.Admin.GetAsync($"/bookings/{booked.Text("id")}/history");
        var cancelled = history.Items()[^1].GetProperty("data");
        cancelled.GetProperty("reasonCode").GetString().ShouldBe("no-longer-needed");
        cancelled.GetProperty("by").GetString().ShouldBe("booker");
    }

    [Fact]
    public async Task what_an_organisation_booked_through_them_stays_the_organisations()
    {
        var wish = JsonSerializer.SerializeToNode(
            BookingGuests.Wish("music-room", BookingGuests.OwnDay("music-room"))
        )!;
        wish["organisation"] = "lvcheng-social-work-station";
        wish["onBehalfOf"] = _person;
        var id = (await _story.Admin.PostAsync("/bookings", wish)).ShouldBe(201).Text("id");

        await EraseAsync();

        (await _story.Admin.GetAsync($"/bookings/{id}")).ShouldBe(200).Text("status").ShouldNotBe("cancelled");
    }

    [Fact]
    public async Task nobody_books_or_records_service_for_them()
    {
        await EraseAsync();

        foreach (var role in new[] { "steward", "client", "admin" })
        {
            var staff = await _guests.KeyAsync(role);
            (await BookAsync(staff, _person)).ShouldBeProblem(409, "person-erased");
        }

        var start = ServiceEntryStory.At(9);
        var lines = (await _story.Admin.GetAsync("/service-lines")).Member("items");
        var entry = new
        {
            person = _person,
            start,
            end = start.AddHours(1),
            evidence = "roster",
            serviceLine = lines[0].GetProperty("code").GetString(),
            organisation = "lvcheng-social-work-station",
            recordingUnit = "lvcheng-social-work-station",
        };
        (await (await _guests.KeyAsync("coordinator")).PostAsync("/service-entries", entry)).ShouldBeProblem(
            409,
            "person-erased"
        );
    }

    [Fact]
    public async Task staff_see_that_somebody_was_erased_and_nothing_else()
    {
        await EraseAsync();
        var steward = await _guests.KeyAsync("steward");

        var seen = (await steward.GetAsync($"/people/{_person}")).ShouldBe(200);

        seen.Body.EnumerateObject()
            .Select(member => member.Name)
            .ShouldBe(["id", "guardians", "actsFor", "erased", "version", "consents"], ignoreOrder: true);
        seen.Member("erased").GetBoolean().ShouldBeTrue();
        seen.Items("guardians").Concat(seen.Items("actsFor")).Concat(seen.Items("consents")).ShouldBeEmpty();
        (await steward.GetAsync($"/people/{_person}/standing")).ShouldBeProblem(409, "person-erased");
        (await steward.GetAsync($"/people/{_person}/consents")).ShouldBeProblem(409, "person-erased");
        (await steward.GetAsync($"/bookings?person={_person}")).ShouldBeProblem(409, "person-erased");
    }

    [Fact]
    public async Task hours_are_shown_to_those_who_must_keep_them_and_to_nobody_else()
    {
        await EraseAsync();

        foreach (var role in new[] { "coordinator", "auditor" })
        {
            (await (await _guests.KeyAsync(role)).GetAsync($"/volunteers/{_person}/statement")).ShouldBe(200);
        }

        foreach (var role in new[] { "steward", "client" })
        {
            (await (await _guests.KeyAsync(role)).GetAsync($"/volunteers/{_person}/statement")).Status.ShouldBe(403);
        }
    }

    [Fact]
    public async Task an_auditor_still_reads_the_events()
    {
        await EraseAsync();

        var auditor = await _guests.KeyAsync("auditor");

        (await auditor.GetAsync($"/audit/events?stream=person/{_person}"))
            .ShouldBe(200)
            .Raw.ShouldContain("processing.restricted");
    }

    private async Task EraseAsync() => (await _self.SendAsync(HttpMethod.Delete, "/me/data", null)).ShouldBe(200);

    private async Task<string> LinkAsync()
    {
        var link = await _story.Admin.PostAsync($"/people/{_person}/sign-in-link", new { });
        return new Uri(link.ShouldBe(201).Text("url")).AbsolutePath;
    }

    private static Task<Answer> BookAsync(CentreClient client, string? onBehalfOf = null)
    {
        var wish = JsonSerializer.SerializeToNode(
            BookingGuests.Wish("music-room", BookingGuests.OwnDay("music-room"))
        )!;
        wish["onBehalfOf"] = onBehalfOf;
        return client.PostAsync("/bookings", wish);
    }

    private static object Held(object wish)
    {
        var node = JsonSerializer.SerializeToNode(wish)!;
        node["hold"] = true;
        return node;
    }
}
