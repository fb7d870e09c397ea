using System;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Notifications;

/// <summary>What is told of time that ran out; the clock goes on from test to test.</summary>
public sealed class NoticeDeadlineTests(MailCentre centre) : IClassFixture<MailCentre>
{
    [Fact]
    public async Task a_request_that_nobody_decided_is_told_and_a_hold_is_not()
    {
        var person = await centre.PersonAsync("en");
        var wish = centre.Wish("music-room", "12:30", "13:30");
        (await person.Client.PostAsync("/bookings", wish)).ShouldBe(201).Text("status").ShouldBe("requested");
        var hold = NoticeTests.With(centre.Wish("dance-room"), "hold", true);
        (await person.Client.PostAsync("/bookings", hold)).ShouldBe(201);
        centre.Clock.Advance(TimeSpan.FromHours(80));
        await MeetAsync();

        (await centre.LetterAsync(person)).Subject!.ShouldStartWith("Booking request ran out: ");
    }

    [Fact]
    public async Task who_did_not_come_is_told_and_that_it_counts()
    {
        var person = await centre.PersonAsync("zh-CN", "李娜");
        var booked = centre.Day();
        await person.BookAsync(centre.Wish("painting-room"));
        await centre.LetterAsync(person);
        var start = new DateTimeOffset(booked, new TimeOnly(15, 0), TimeSpan.FromHours(8));
        centre.Clock.Advance(start.AddMinutes(16) - centre.Clock.GetUtcNow());
        await MeetAsync();

        var letter = await centre.LetterAsync(person, 2);

        letter.Subject!.ShouldStartWith("预约因未到场已释放：");
        letter.TextBody!.ShouldContain("李娜，您好：");
        letter.TextBody!.ShouldContain("本次记为一次爽约");
    }

    // Whatever is decided about bookings meets what has run out.
    private async Task MeetAsync()
    {
        var (_, other) = await centre.Guests.ResidentAsync();
        (await other.PostAsync("/bookings", centre.Wish("gym"))).ShouldBe(201);
    }
}
