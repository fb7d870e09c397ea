using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Access;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Center.Api.Tests.Volunteering;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.People;

/// <summary>What people say about themselves and others stands in the vault, sealed, and nowhere else.</summary>
public sealed class PersonalDataTests(TestPostgres postgres)
{
    private readonly List<string> _said = [];
    private readonly List<string> _secrets = [];

    [Fact]
    public async Task no_table_holds_a_name_a_number_a_note_or_a_secret()
    {
        await using var center = await CenterUnderTest.StartAsync(postgres);
        await LiveADayAsync(center);
        _said.Count.ShouldBeGreaterThan(10);
        _secrets.Count.ShouldBeGreaterThan(4);

        var stored = new StoredText(center.ConnectionString);
        (await stored.FindAsync([.. _said, .. _secrets])).ShouldBeEmpty();
        stored.Seen.Tables.ShouldBeGreaterThan(30);
        stored.Seen.Rows.ShouldBeGreaterThan(300);
        (await new AccessStory(center).CountAsync("select from center.idempotency")).ShouldBeGreaterThan(4);
        (await new AccessStory(center).CountAsync("select from center.personal")).ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task the_search_itself_finds_what_is_there_in_any_form()
    {
        await using var center = await CenterUnderTest.StartAsync(postgres);
        await using var source = NpgsqlDataSource.Create(center.ConnectionString);
        await using var command = source.CreateCommand(
            """
            create table public.leak (clear text, escaped text, bytes bytea, encoded text);
            insert into public.leak values ('with 李卫民 in it', '', '', ''), ('', '\u674E\u536B\u6C11', '', ''),
              ('', '', convert_to('x李卫民', 'UTF8'), ''), ('', '', '', encode(convert_to('xy李卫民z', 'UTF8'), 'base64'));
            """
        );
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        for (var row = 1; row <= 4; row++)
        {
            var found = await new StoredText(center.ConnectionString).FindAsync(["李卫民"]);
            found.ShouldBe(["public.leak: 李卫民"], $"row {row}");
            await using var next = source.CreateCommand(
                "delete from public.leak where ctid = (select min(ctid) from public.leak)"
            );
            await next.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        (await new StoredText(center.ConnectionString).FindAsync(["李卫民"])).ShouldBeEmpty();
    }

    private async Task LiveADayAsync(CenterUnderTest center)
    {
        var story = new AccessStory(center);
        var personal = new Dictionary<string, string>
        {
            ["name"] = Said("欧阳明月"),
            ["phone"] = Said("13712345678"),
            ["card"] = Said("ZZ-CARD-4711"),
            ["address"] = Said("杏坛路 99 号 3 单元"),
        };
        var person = (await story.Admin.PostAsync("/people", new { ageBand = "adult", personal }, Repeat()))
            .ShouldBe(201)
            .Text("id");
        (await story.Admin.PostAsync("/people", new { ageBand = "adult", personal }, Repeat())).ShouldBe(201);
        foreach (var (field, text) in personal.Take(3))
        {
            (await story.Admin.GetAsync($"/people?{field}={Uri.EscapeDataString(text)}"))
                .Member("items")
                .GetArrayLength()
                .ShouldBe(2);
        }

        var resident = await KeyAsync(story, "resident", person);
        var coordinator = await KeyAsync(story, "coordinator", null);
        await SignInAsync(center, story, person);
        await BookAsync(resident, story, person);
        await ServeAsync(coordinator, resident, person);
        var device = new { name = Said("张师傅门口的平板"), site = "main" };
        Secret((await story.Admin.PostAsync("/devices", device, Repeat())).ShouldBe(201).Text("key"));
        var other = await story.PersonAsync(personal);
        (await story.Admin.PostAsync($"/people/{other}/merge", new { into = person }, Repeat())).ShouldBe(200);
    }

    private async Task<CentreClient> KeyAsync(AccessStory story, string role, string? person)
    {
        var wanted = new
        {
            name = Said($"钥匙给欧阳女士的{role}"),
            role,
            person,
        };
        return story.With(Secret((await story.Admin.PostAsync("/keys", wanted, Repeat())).ShouldBe(201).Text("key")));
    }

    private async Task SignInAsync(CenterUnderTest center, AccessStory story, string person)
    {
        var link = await story.Admin.PostAsync($"/people/{person}/sign-in-link", new { qr = true }, Repeat());
        var path = new Uri(link.ShouldBe(201).Text("url")).AbsolutePath;
        Secret(path.Split('/')[^1]);
        using var browser = new Access.Browser(center.BaseAddress);
        (await browser.PostAsync(path)).Status.ShouldBe(302);
        (await browser.GetAsync("/api/v1/me")).Status.ShouldBe(200);
        Secret(browser.Cookie!.Split('=', 2)[1]);
    }

    private async Task BookAsync(CentreClient resident, AccessStory story, string person)
    {
        var day = BookingGuests.OwnDay("dance-room");
        var wish = new
        {
            facility = "dance-room",
            start = BookingGuests.At(day, "15:00"),
            end = BookingGuests.At(day, "16:00"),
            people = 2,
            purpose = Said("给孙女过生日唱歌"),
            note = Said("孙女对花生过敏"),
        };
        var id = (await resident.PostAsync("/bookings", wish, Repeat())).ShouldBe(201).Text("id");
        (await resident.PostAsync($"/bookings/{id}/cancel", new { reasonCode = "ill" }, Repeat())).ShouldBe(200);
        var forHer = new
        {
            facility = "dance-room",
            start = BookingGuests.At(day, "17:00"),
            end = BookingGuests.At(day, "18:00"),
            people = 2,
            onBehalfOf = person,
            note = Said("来电人说她腿脚不便"),
        };
        (await story.Admin.PostAsync("/bookings", forHer, Repeat())).ShouldBe(201);
    }

    private async Task ServeAsync(CentreClient coordinator, CentreClient volunteer, string person)
    {
        var start = ServiceEntryStory.At(9);
        var lines = (await volunteer.GetAsync("/service-lines")).Member("items");
        var entry = new
        {
            person,
            start,
            end = start.AddHours(1),
            evidence = "roster",
            serviceLine = lines[0].GetProperty("code").GetString(),
            organisation = "lvcheng-social-work-station",
            recordingUnit = "lvcheng-social-work-station",
            reasonCode = Said("陪王奶奶去医院"),
        };
        var recorded = await coordinator.PostAsync("/service-entries", entry, Repeat());
        var id = recorded.ShouldBe(201).Text("id");
        var claim = new { claim = Said("那天我陪到了晚上八点") };
        (await volunteer.PostAsync($"/service-entries/{id}/corrections", claim, Repeat())).Status.ShouldBeOneOf(
            200,
            201
        );
    }

    private static (string, string) Repeat() => ("Idempotency-Key", Guid.NewGuid().ToString());

    private string Said(string text)
    {
        _said.Add(text);
        return text;
    }

    private string Secret(string text)
    {
        _secrets.Add(text);
        return text;
    }
}
