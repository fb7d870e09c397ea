using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Notifications;

/// <summary>Who is told what by e-mail.</summary>
public sealed class NoticeTests(MailCentre centre) : IClassFixture<MailCentre>
{
    [Fact]
    public async Task a_booking_that_stands_is_told_in_both_languages_where_none_is_known()
    {
        var person = await centre.PersonAsync();
        var id = await person.BookAsync(centre.Wish("music-room"));

        var letter = await centre.LetterAsync(person);

        letter.Subject!.ShouldStartWith("预约已确认：");
        letter.Subject!.ShouldContain("Booking confirmed: ");
        letter.TextBody!.ShouldContain("您的预约已确认。");
        letter.TextBody!.ShouldContain("Your booking is confirmed.");
        letter.TextBody!.ShouldContain("15:00–16:00");
        letter.From.ToString().ShouldContain("centre@example.org");
        letter.Headers["Auto-Submitted"]!.ShouldBe("auto-generated");
        letter.MessageId.ShouldBe($"{await LastEventAsync(id)}.notice@example.org");
    }

    [Fact]
    public async Task whose_language_and_name_are_known_is_addressed_so()
    {
        var person = await centre.PersonAsync("en", "Li Na");
        await person.BookAsync(centre.Wish("dance-room"));

        var letter = await centre.LetterAsync(person);

        letter.Subject!.ShouldStartWith("Booking confirmed: ");
        letter.TextBody!.ShouldStartWith("Hello Li Na,");
        letter.TextBody!.ShouldContain("Thursday, 26 November");
        letter.TextBody!.ShouldNotContain("预约");
    }

    [Theory]
    [InlineData("approve", "painting-room", "Booking approved: ")]
    [InlineData("decline", "baking-room", "Booking not approved: ")]
    public async Task a_request_that_was_decided_is_told(string act, string room, string subject)
    {
        var person = await centre.PersonAsync("en");
        var id = await person.BookAsync(centre.Wish(room, "12:30", "13:30"));
        object body = act == "decline" ? new { reasonCode = "rule" } : new { };
        (await centre.Guests.Admin.PostAsync($"/bookings/{id}/{act}", body)).ShouldBe(200);

        (await centre.LetterAsync(person)).Subject!.ShouldStartWith(subject);
    }

    [Fact]
    public async Task who_is_cancelled_by_staff_or_by_a_closure_is_told_and_who_cancels_is_not()
    {
        var person = await centre.PersonAsync("en");
        var own = await person.BookAsync(centre.Wish("chess-room", "14:00", "14:30"));
        await centre.LetterAsync(person);
        (await person.Client.PostAsync($"/bookings/{own}/cancel", new { reasonCode = "ill" })).ShouldBe(200);
        var second = await person.BookAsync(centre.Wish("gym", "17:00", "17:30"));
        await centre.LetterAsync(person, 2);
        (await centre.Guests.Admin.PostAsync($"/bookings/{second}/cancel", new { reasonCode = "weather" })).ShouldBe(
            200
        );

        (await centre.LetterAsync(person, 3)).Subject!.ShouldStartWith("Booking cancelled: ");

        await person.BookAsync(centre.Wish("training-room"));
        await centre.LetterAsync(person, 4);
        var closure = new
        {
            from = "2026-11-26T14:00:00+08:00",
            to = "2026-11-26T18:00:00+08:00",
            reasonCode = "repair",
            cancelBookings = true,
        };
        (await centre.Guests.Admin.PostAsync("/facilities/training-room/closures", closure)).ShouldBe(201);

        (await centre.LetterAsync(person, 5)).Subject!.ShouldStartWith("Booking cancelled, the place is closed: ");
    }

    [Fact]
    public async Task nobody_is_told_of_a_hold_and_nothing_reaches_who_has_no_address()
    {
        var person = await centre.PersonAsync("en");
        var (_, silent) = await centre.Guests.ResidentAsync();
        (await silent.PostAsync("/bookings", centre.Wish("reading-room"))).ShouldBe(201);
        var wish = centre.Wish("english-corner");
        var held = (await person.Client.PostAsync("/bookings", With(wish, "hold", true))).ShouldBe(201);
        (await person.Client.PostAsync($"/bookings/{held.Text("id")}/confirm", new { })).ShouldBe(200);

        (await centre.LetterAsync(person)).Subject!.ShouldStartWith("Booking confirmed: ");
        centre.Sink.Letters.ShouldAllBe(letter => letter.To.StartsWith("person", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("email", "li")]
    [InlineData("email", "li@example.org\r\nBcc: all@example.org")]
    [InlineData("language", "fr")]
    public async Task a_mistyped_contact_is_refused(string field, string text)
    {
        var personal = new System.Collections.Generic.Dictionary<string, string> { [field] = text };
        var answer = await centre.Guests.Admin.PostAsync("/people", new { ageBand = "adult", personal });
        answer.ShouldBeProblem(400, "invalid-value");
    }

    internal static JsonElement With(object wish, string member, object value)
    {
        var json = JsonSerializer.SerializeToNode(wish)!.AsObject();
        json[member] = JsonSerializer.SerializeToNode(value);
        return JsonSerializer.SerializeToElement(json);
    }

    private async Task<string> LastEventAsync(string booking)
    {
        var lines = await centre.Guests.Admin.GetAsync($"/audit/events?stream=booking/{booking}");
        using var last = JsonDocument.Parse(lines.ShouldBe(200).Raw.Trim().Split('\n')[^1]);
        return last.RootElement.GetProperty("id").GetString()!;
    }
}
