using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Center.Api.Tests.Access;
using Center.Api.Tests.Audit;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Browser;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.People;

/// <summary>What people say about themselves goes neither into the log of the service nor out of it in an export.</summary>
public sealed class NothingReadableTests(TestPostgres postgres)
{
    private const string Name = "欧阳明月";
    private const string Phone = "13712345678";
    private const string Card = "ZZ-CARD-4711";
    private const string Note = "孙女对花生过敏";

    private static readonly string[] _said =
    [
        Name,
        Phone,
        Card,
        Note,
        Uri.EscapeDataString(Name),
        Uri.EscapeDataString(Note),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Name)),
    ];

    [Fact]
    public async Task the_log_of_the_service_names_nobody_whatever_is_asked_for_and_refused()
    {
        using var heard = new HeardLog();
        var loud = new Dictionary<string, string?> { ["Logging:LogLevel:Center"] = "Trace" };
        await using var center = await CenterUnderTest.StartAsync(postgres, configuration: loud, log: heard);
        var story = new AccessStory(center);
        var (person, self) = await RegisteredAsync(story);
        await BookAsync(self);
        await FindAtTheDeskAsync(center, story);
        foreach (var (field, text) in new[] { ("name", Name), ("phone", Phone), ("card", Card) })
        {
            (await story.Admin.GetAsync($"/people?{field}={Uri.EscapeDataString(text)}")).ShouldBe(200);
        }

        await RefusedAsync(story, self);
        (await self.SendAsync(HttpMethod.Delete, "/me/data", null)).ShouldBe(200);
        (await story.Admin.GetAsync($"/people/{person}")).ShouldBe(200);
        await center.StopAsync();

        heard.Lines.Count.ShouldBeGreaterThan(3);
        heard.Lines.Where(line => _said.Any(text => line.Contains(text, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public async Task exports_after_an_erasure_hold_nothing_that_was_said()
    {
        await using var center = await CenterUnderTest.StartAsync(postgres);
        var story = new AccessStory(center);
        var (person, self) = await RegisteredAsync(story);
        await BookAsync(self);
        (await self.SendAsync(HttpMethod.Delete, "/me/data", null)).ShouldBe(200);
        var end = await story.CountAsync("select from generate_series(1, (select max(seq_id) from center.mt_events))");

        using var bundle = await center.CallAsync(HttpMethod.Post, "/audit/exports", $$"""{"to": {{end}}}""");
        bundle.IsSuccessStatusCode.ShouldBeTrue();
        var exports = new[]
        {
            await bundle.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            (await story.Admin.GetAsync("/audit/events")).ShouldBe(200).Raw,
            (
                await story.Admin.SendAsync(
                    HttpMethod.Get,
                    "/audit/events",
                    null,
                    ("Accept", "application/cloudevents-batch+json, application/cloudevents+json")
                )
            )
                .ShouldBe(200)
                .Raw,
            (await story.Admin.GetAsync($"/audit/streams/person/{person}")).ShouldBe(200).Raw,
        };

        foreach (var export in exports)
        {
            export.ShouldContain(person);
            _said.Where(text => export.Contains(text, StringComparison.Ordinal)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task a_note_lies_under_the_person_whoever_writes_it()
    {
        var center = await postgres.SharedCenterAsync();
        var story = new AccessStory(center);
        var guests = new BookingGuests(center);
        foreach (var role in new[] { "steward", "client", "admin" })
        {
            var (person, _) = await guests.ResidentAsync();
            var wish = Wish(onBehalfOf: person);
            var id = (await (await guests.KeyAsync(role)).PostAsync("/bookings", wish)).ShouldBe(201).Text("id");
            (await story.CountAsync(Notes(id, $"and person = '{person}'"))).ShouldBe(1, role);
        }
    }

    [Fact]
    public async Task who_wrote_a_note_that_is_for_no_person_takes_it_away_and_strangers_do_not()
    {
        var center = await postgres.SharedCenterAsync();
        var story = new AccessStory(center);
        var guests = new BookingGuests(center);
        var (_, stranger) = await guests.ResidentAsync();
        var writer = await guests.KeyAsync("organiser", scope: "organisation:lvcheng-social-work-station");
        var id = (await writer.PostAsync("/bookings", Wish())).ShouldBe(201).Text("id");
        (await story.CountAsync(Notes(id))).ShouldBe(1);

        (await stranger.SendAsync(HttpMethod.Delete, $"/bookings/{id}/note", null)).ShouldBeProblem(404, "not-found");
        (await writer.SendAsync(HttpMethod.Delete, $"/bookings/{id}/note", null)).ShouldBe(204);
        (await writer.SendAsync(HttpMethod.Delete, $"/bookings/{id}/note", null)).ShouldBe(204);

        (await story.CountAsync(Notes(id))).ShouldBe(0);
        (await writer.GetAsync($"/bookings/{id}")).ShouldBe(200);
    }

    [Fact]
    public async Task what_a_key_or_device_is_called_is_taken_away_by_whoever_could_have_issued_it()
    {
        var center = await postgres.SharedCenterAsync();
        var story = new AccessStory(center);
        var manager = story.With((await story.KeyAsync("manager")).Key);
        var (steward, _) = await story.KeyAsync("steward");
        var (admin, _) = await story.KeyAsync("admin");
        string Names(string key) => $"select from center.personal where field = 'key:{key}'";

        (await manager.SendAsync(HttpMethod.Delete, $"/keys/{admin}/name", null)).ShouldBeProblem(403, "forbidden");
        (await manager.SendAsync(HttpMethod.Delete, $"/keys/{steward}/name", null)).ShouldBe(204);
        (await manager.SendAsync(HttpMethod.Delete, $"/keys/{Guid.NewGuid()}/name", null)).ShouldBeProblem(
            404,
            "not-found"
        );

        (await story.CountAsync(Names(steward))).ShouldBe(0);
        (await story.CountAsync(Names(admin))).ShouldBe(1);
    }

    private static string Notes(string booking, string and = "") =>
        $"select from center.personal where field = 'note:{booking}' {and}";

    private static object Wish(string? onBehalfOf = null)
    {
        var day = BookingGuests.OwnDay("dance-room");
        return new
        {
            facility = "dance-room",
            start = BookingGuests.At(day, "15:00"),
            end = BookingGuests.At(day, "16:00"),
            people = 2,
            onBehalfOf,
            note = Note,
        };
    }

    private static async Task<(string Person, CentreClient Self)> RegisteredAsync(AccessStory story)
    {
        var personal = new
        {
            name = Name,
            phone = Phone,
            card = Card,
        };
        var person = await story.PersonAsync(personal);
        return (person, story.With((await story.KeyAsync("resident", person: person)).Key));
    }

    private static async Task BookAsync(CentreClient self) => (await self.PostAsync("/bookings", Wish())).ShouldBe(201);

    private static async Task FindAtTheDeskAsync(CenterUnderTest center, AccessStory story)
    {
        using var visitor = new PageVisitor(center);
        await visitor.SignInAsync((await story.KeyAsync("steward")).Key, "/desk");
        foreach (var code in new[] { Name, Phone, Card, $"{Name}?" })
        {
            var form = await visitor.FormAsync("/desk", ("code", code));
            (await visitor.PostAsync("/desk", form)).Status.ShouldBeLessThan(500);
        }
    }

    private static async Task RefusedAsync(AccessStory story, CentreClient self)
    {
        var twice = new { ageBand = Name, personal = new { name = Name } };
        (await story.Admin.PostAsync("/people", twice)).Status.ShouldBe(400);
        var unknown = new Dictionary<string, object> { ["ageBand"] = "adult", [Name] = Phone };
        (await story.Admin.PostAsync("/people", unknown)).Status.ShouldBe(400);
        (await story.Admin.SendAsync(HttpMethod.Post, "/people", $"{{\"ageBand\": \"{Name}")).Status.ShouldBe(400);
        (await self.PostAsync("/bookings", new { facility = Name, note = Note })).Status.ShouldBe(400);
        (await self.GetAsync($"/people?phone={Phone}")).Status.ShouldBe(403);
        (await story.Admin.GetAsync($"/people?phone={Phone}&name={Uri.EscapeDataString(Name)}")).Status.ShouldBe(400);
    }
}
