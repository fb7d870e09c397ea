using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using MimeKit;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Notifications;

/// <summary>A centre that sends e-mails to a sink; its clock stands until it is moved.</summary>
/// <param name="postgres">Where its database is made.</param>
public sealed class MailCentre(TestPostgres postgres) : IAsyncLifetime
{
    private int _people;

    internal MovableClock Clock { get; } = new();

    internal SmtpSink Sink { get; } = new();

    internal CenterUnderTest Center { get; private set; } = null!;

    internal BookingGuests Guests { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Center = await CenterUnderTest.StartAsync(postgres, Clock, configuration: SmtpSink.Settings(Sink.Port));
        Guests = new BookingGuests(Center);
    }

    public async ValueTask DisposeAsync()
    {
        await Center.DisposeAsync();
        await Sink.DisposeAsync();
    }

    /// <summary>A person with an address.</summary>
    internal async Task<Reachable> PersonAsync(string? language = null, string? name = null)
    {
        var email = $"person{++_people}@example.org";
        return await PersonAsync(Guests, email, language, name);
    }

    internal static async Task<Reachable> PersonAsync(
        BookingGuests guests,
        string email,
        string? language = null,
        string? name = null
    )
    {
        var personal = new Dictionary<string, string?>
        {
            ["email"] = email,
            ["language"] = language,
            ["name"] = name,
        }
            .Where(detail => detail.Value is not null)
            .ToDictionary(detail => detail.Key, detail => detail.Value);
        var registered = await guests.Admin.PostAsync("/people", new { ageBand = "adult", personal });
        var person = registered.ShouldBe(201).Text("id");
        return new Reachable(person, email, await guests.KeyAsync("resident", person));
    }

    /// <summary>The first weekday at least two days after the clock's today: hours are not those of a weekend.</summary>
    internal DateOnly Day()
    {
        var day = DateOnly.FromDateTime(Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime).AddDays(2);
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>A booking of that day.</summary>
    internal object Wish(string facility, string from = "15:00", string to = "16:00") =>
        BookingGuests.Wish(facility, Day(), from, to);

    /// <summary>Waits until so many letters have come to an address, and gives the last.</summary>
    internal async Task<MimeMessage> LetterAsync(Reachable person, int number = 1)
    {
        await Sink.UntilAsync(() => Sink.To(person.Email).Count >= number);
        Sink.To(person.Email).Count.ShouldBe(number);
        return Sink.To(person.Email)[^1];
    }

    internal async Task<long> CountAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Center.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}

/// <summary>A person with a key and an address.</summary>
internal sealed record Reachable(string Person, string Email, CentreClient Client)
{
    public async Task<string> BookAsync(object wish) =>
        (await Client.PostAsync("/bookings", wish)).ShouldBe(201).Text("id");
}

internal static class SinkPatience
{
    /// <summary>Waits for something at the sink, for a minute at most: messages are looked for every few seconds.</summary>
    public static async Task UntilAsync(this SmtpSink sink, Func<bool> arrived)
    {
        var patience = Stopwatch.StartNew();
        while (!arrived())
        {
            patience.Elapsed.TotalSeconds.ShouldBeLessThan(
                60,
                $"{sink.Letters.Count} letters came: {string.Join(", ", sink.Letters.Select(letter => letter.Message.Subject))}"
            );
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
