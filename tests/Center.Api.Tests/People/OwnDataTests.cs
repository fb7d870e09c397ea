using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Access;
using Center.Api.Tests.Audit;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Center.Api.Tests.Volunteering;
using Center.Projections.Audit.Sealing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.People;

/// <summary>Whoever asks is told what is held, and after an erasure nobody can read who it was, while all totals stand.</summary>
public sealed class OwnDataTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Name = "欧阳明月";
    private const string Phone = "13712345678";
    private const string Note = "孙女对花生过敏";

    private CenterUnderTest _center = null!;
    private AccessStory _story = null!;
    private CentreClient _self = null!;
    private string _person = null!;
    private string _other = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _center = await CenterUnderTest.StartAsync(postgres);
        _story = new AccessStory(_center);
        _person = await _story.PersonAsync(new { name = Name, phone = Phone });
        _other = await _story.PersonAsync(new { name = Name, address = "杏坛路 99 号" });
        (await _story.Admin.PostAsync($"/people/{_other}/merge", new { into = _person })).ShouldBe(200);
        _self = _story.With((await _story.KeyAsync("resident", person: _person)).Key);
        await BookAsync();
        await ServeAsync();
    }

    public ValueTask DisposeAsync() => _center.DisposeAsync();

    [Fact]
    public async Task one_sees_everything_with_what_is_kept_and_why()
    {
        var data = (await _self.GetAsync("/me/data")).ShouldBe(200);

        data.Text("person").ShouldBe(_person);
        var texts = data.Items("texts").Select(text => text.GetProperty("text").GetString()).ToList();
        texts.ShouldBeSubsetOf([Name, Phone, Note, "杏坛路 99 号", "test"]);
        texts.Count.ShouldBe(6);
        var kept = data.Items("kept").ToDictionary(one => one.GetProperty("kind").GetString()!);
        kept.Keys.ShouldBe(["access", "bookings", "registration", "service-time"], ignoreOrder: true);
        kept["service-time"].GetProperty("years").GetInt32().ShouldBe(10);
        kept["service-time"].GetProperty("law").GetString()!.ShouldContain("GB/T 40143");
        kept["bookings"].TryGetProperty("years", out _).ShouldBeFalse();
        kept["registration"].GetProperty("events").GetInt64().ShouldBe(3);
    }

    [Fact]
    public async Task after_an_erasure_nothing_is_readable_and_every_total_proof_and_replay_stands()
    {
        var figures = await FiguresAsync();
        var statement = await StatementAsync();
        var before = await _story.EventsAsync();
        (await SealedAsync("personal")).ShouldBe(6);

        var answer = (await _self.SendAsync(HttpMethod.Delete, "/me/data", null)).ShouldBe(200);

        answer.Items("erased").Select(field => field.GetString()).ShouldContain("phone");
        answer.Items("restricted").Length.ShouldBe(4);
        // Two records erased and restricted, the key revoked, the booking to come cancelled.
        (await _story.EventsAsync()).ShouldBe(before + 6);
        (await SealedAsync("personal")).ShouldBe(0);
        (await SealedAsync("personal_index")).ShouldBe(0);
        (await SealedAsync("person_key", "and wrapped_key is not null")).ShouldBe(0);
        (await SealedAsync("person_key")).ShouldBe(2);
        (await new StoredText(_center.ConnectionString).FindAsync([Name, Phone, Note])).ShouldBeEmpty();
        (await _story.Admin.GetAsync($"/people?phone={Phone}")).Items().ShouldBeEmpty();
        (await _story.Admin.GetAsync($"/people/{_person}")).Raw.ShouldNotContain(Name);
        (await FiguresAsync()).ShouldBe(figures);
        (await StatementAsync()).ShouldBe(statement);
        await NothingDiffersAsync();
    }

    [Fact]
    public async Task an_erasure_that_is_sent_again_is_known_by_nobody_and_writes_nothing()
    {
        (await _self.SendAsync(HttpMethod.Delete, "/me/data", null)).ShouldBe(200);
        var before = await _story.EventsAsync();

        (await _self.SendAsync(HttpMethod.Delete, "/me/data", null)).ShouldBeProblem(401, "unauthenticated");

        (await _story.EventsAsync()).ShouldBe(before);
        (await SealedAsync("personal")).ShouldBe(0);
    }

    [Fact]
    public async Task a_credential_without_a_person_has_no_data_and_wrong_questions_are_told_so()
    {
        (await _story.Admin.GetAsync("/me/data")).ShouldBeProblem(404, "not-found");
        (await _story.Admin.SendAsync(HttpMethod.Delete, "/me/data", null)).ShouldBeProblem(404, "not-found");
        (await _story.With(null).SendAsync(HttpMethod.Delete, "/me/data", null)).ShouldBeProblem(
            401,
            "unauthenticated"
        );
        (await _self.GetAsync("/me/data?person=x")).ShouldBeProblem(400, "unknown-member");
        (await _self.SendAsync(HttpMethod.Delete, "/me/data?all=1", null)).ShouldBeProblem(400, "unknown-member");
        (await SealedAsync("personal")).ShouldBe(6);
    }

    private async Task BookAsync()
    {
        var day = BookingGuests.OwnDay("dance-room");
        var wish = new
        {
            facility = "dance-room",
            start = BookingGuests.At(day, "15:00"),
            end = BookingGuests.At(day, "16:00"),
            people = 2,
            note = Note,
        };
        (await _self.PostAsync("/bookings", wish)).ShouldBe(201);
    }

    private async Task ServeAsync()
    {
        var start = ServiceEntryStory.At(9);
        var lines = (await _self.GetAsync("/service-lines")).Member("items");
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
        var coordinator = _story.With((await _story.KeyAsync("coordinator")).Key);
        (await coordinator.PostAsync("/service-entries", entry)).ShouldBe(201);
    }

    private async Task<string> FiguresAsync()
    {
        var day = DateOnly.FromDateTime(DateTime.UtcNow);
        var end = await _story.CountAsync("select from generate_series(1, (select max(seq_id) from center.mt_events))");
        var caughtUp = ("Center-Min-Position", $"{end}");
        var figures = new List<string>();
        foreach (var measure in (string[])["bookings", "booked-minutes", "service-minutes"])
        {
            var path =
                $"/figures?measure={measure}&by=site&from={day.AddDays(-40):yyyy-MM-dd}&to={day.AddDays(1):yyyy-MM-dd}";
            figures.Add(
                (await _story.Admin.SendAsync(HttpMethod.Get, path, null, caughtUp))
                    .ShouldBe(200)
                    .Member("items")
                    .GetRawText()
            );
        }

        return string.Join('\n', figures);
    }

    private async Task<string> StatementAsync()
    {
        var auditor = _story.With((await _story.KeyAsync("auditor")).Key);
        return (await auditor.GetAsync($"/volunteers/{_person}/statement"))
            .ShouldBe(200)
            .Member("entries")
            .GetRawText();
    }

    private async Task NothingDiffersAsync()
    {
        using var started = await _center.CallAsync(HttpMethod.Post, "/audit/replays", "{}");
        var run = await _center.WaitAsync(started.Headers.Location!, "queued", "running");
        run.GetProperty("state").GetString().ShouldBe("done");
        run.GetProperty("differences").GetArrayLength().ShouldBe(0);
        var report = await _center
            .Services.GetRequiredService<LogCheck>()
            .RunAsync(CenterUnderTest.Centre, _center.Services.GetRequiredService<ILogKeySide>().Verify, Stopping);
        report.Findings.ShouldBeEmpty();
    }

    private Task<long> SealedAsync(string table, string and = "") =>
        _story.CountAsync($"select from center.{table} where person in ('{_person}', '{_other}') {and}");
}
