using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Notifications;

/// <summary>A mail server that is busy, that refuses, that is down; nodes that are two, or killed.</summary>
public sealed class NoticeDeliveryTests(TestPostgres postgres)
{
    [Fact]
    public async Task what_a_busy_server_turns_away_is_sent_later_once_and_nothing_to_whoever_was_erased()
    {
        await using var centre = new MailCentreForOne(postgres);
        var mail = await centre.StartAsync();
        var (stays, goes) = (await mail.PersonAsync(name: "Stays"), await mail.PersonAsync(name: "Goes Away"));
        mail.Sink.Mood = SinkMood.Busy;
        await goes.BookAsync(mail.Wish("music-room"));
        await stays.BookAsync(mail.Wish("dance-room"));
        await mail.Sink.UntilAsync(() => mail.Sink.TurnedAway >= 2);
        (await mail.CountAsync(Messages("example.org", "Goes"))).ShouldBe(0);
        (await mail.CountAsync(Messages("NoticeDue"))).ShouldBeGreaterThan(0);
        (await goes.Client.SendAsync(HttpMethod.Delete, "/me/data", null)).ShouldBe(200);
        mail.Sink.Mood = SinkMood.Takes;

        await mail.LetterAsync(stays);

        // As long as it takes until a second try of the other would have come.
        await Task.Delay(TimeSpan.FromSeconds(12), TestContext.Current.CancellationToken);
        mail.Sink.To(goes.Email).ShouldBeEmpty();
        mail.Sink.To(stays.Email).Count.ShouldBe(1);
        (await mail.CountAsync("select count(*) from center.wolverine_dead_letters")).ShouldBe(0);
    }

    [Fact]
    public async Task what_is_refused_for_good_is_given_up_without_a_dead_letter()
    {
        await using var centre = new MailCentreForOne(postgres);
        var mail = await centre.StartAsync();
        var person = await mail.PersonAsync();
        mail.Sink.Mood = SinkMood.Refuses;
        await person.BookAsync(mail.Wish("music-room"));
        await mail.Sink.UntilAsync(() => mail.Sink.TurnedAway == 1);
        mail.Sink.Mood = SinkMood.Takes;
        await Task.Delay(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);

        mail.Sink.To(person.Email).ShouldBeEmpty();
        (await mail.CountAsync("select count(*) from center.wolverine_dead_letters")).ShouldBe(0);
    }

    [Fact]
    public async Task two_nodes_send_one_letter_for_each_event()
    {
        await using var sink = new SmtpSink();
        var settings = SmtpSink.Settings(sink.Port);
        settings["Center:SingleNode"] = "false";
        await using var one = await CenterUnderTest.StartAsync(postgres, configuration: settings);
        await using var two = await CenterUnderTest.StartAsync(
            postgres,
            connectionString: one.ConnectionString,
            configuration: settings
        );
        var guests = new BookingGuests(one);
        var people = new List<Reachable>();
        for (var i = 0; i < 8; i++)
        {
            people.Add(await MailCentre.PersonAsync(guests, $"node{i}@example.org"));
            var wish = BookingGuests.Wish("music-room", BookingGuests.OwnDay("music-room"));
            (await people[i].Client.PostAsync("/bookings", wish)).ShouldBe(201);
        }

        await sink.UntilAsync(() => people.All(person => sink.To(person.Email).Count > 0));

        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        sink.Letters.Count.ShouldBe(people.Count);
        sink.Letters.Select(letter => letter.Message.MessageId).Distinct().Count().ShouldBe(people.Count);
    }

    [Fact]
    public async Task without_a_mail_server_nothing_is_written_down()
    {
        var center = await postgres.SharedCenterAsync();
        var person = await MailCentre.PersonAsync(new BookingGuests(center), "nobody@example.org");
        var wish = BookingGuests.Wish("music-room", BookingGuests.OwnDay("music-room"));
        (await person.Client.PostAsync("/bookings", wish)).ShouldBe(201);
        await using var connection = new Npgsql.NpgsqlConnection(center.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand(
            $"select (select count(*) from center.notice_position) + ({Messages("NoticeDue")})",
            connection
        );
        ((long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!).ShouldBe(0);
    }

    [Fact]
    public async Task a_service_killed_while_the_mail_server_was_down_sends_the_letter_after_its_next_start()
    {
        var stopping = TestContext.Current.CancellationToken;
        var port = FreePort();
        using var home = new ScratchHome("mail");
        var settings = SmtpSink.Settings(port);
        using var first = ServiceProcess.Start(home.Folder, settings: settings);
        using var http = new HttpClient { BaseAddress = await first.ListensAsync(stopping) };
        var key = await File.ReadAllTextAsync(Path.Combine(home.Folder, "admin-key"), stopping);
        var admin = new CentreClient(http, key);
        var registered = await admin.PostAsync(
            "/people",
            new { ageBand = "adult", personal = new { email = "killed@example.org", name = "Zhao Killed" } }
        );
        var person = registered.ShouldBe(201).Text("id");
        var wish = BookingGuests.Wish("music-room", BookingGuests.OwnDay("music-room"));
        (await admin.PostAsync("/bookings", NoticeTests.With(wish, "onBehalfOf", person))).ShouldBe(201);
        await WaitForAsync(first, "could not be sent now");
        await first.KillAsync();
        first.Said.ShouldNotContain("killed@");
        first.Said.ShouldNotContain("Zhao");

        await using var sink = new SmtpSink(port);
        using var second = ServiceProcess.Start(home.Folder, settings: settings);
        await second.ListensAsync(stopping);
        await sink.UntilAsync(() => sink.To("killed@example.org").Count > 0);

        // Killed between writing down the next try and ending the one before, both are sent: under one Message-ID.
        await Task.Delay(TimeSpan.FromSeconds(6), stopping);
        sink.To("killed@example.org").Select(letter => letter.MessageId).Distinct().Count().ShouldBe(1);
        await second.StopAsync(stopping);
    }

    private static async Task WaitForAsync(ServiceProcess service, string said)
    {
        for (var i = 0; i < 600 && !service.Said.Contains(said, StringComparison.Ordinal); i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        service.Said.ShouldContain(said);
    }

    // Durable messages that hold one of the words, in whatever state they are.
    private static string Messages(params string[] words)
    {
        var holds = string.Join(
            " or ",
            words.Select(word => $"position(convert_to('{word}', 'UTF8') in body) > 0 or message_type like '%{word}%'")
        );
        return $"select count(*) from center.wolverine_incoming_envelopes where {holds}";
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class MailCentreForOne(TestPostgres postgres) : IAsyncDisposable
    {
        private readonly MailCentre _centre = new(postgres);

        public async Task<MailCentre> StartAsync()
        {
            await _centre.InitializeAsync();
            return _centre;
        }

        public ValueTask DisposeAsync() => _centre.DisposeAsync();
    }
}
