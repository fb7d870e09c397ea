using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Bookings;
using Center.Api.Demonstration;
using Center.Api.Plumbing;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Center.Projections.EventStore;
using Center.Projections.Facilities;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Benchmarks;

/// <summary>Very many bookings through the deciders that every request goes through, without HTTP.</summary>
internal static class BulkFill
{
    private const int BatchSize = 250;

    /// <summary>Books.</summary>
    /// <param name="center">The service; it goes on running.</param>
    /// <param name="town">Who books what.</param>
    /// <param name="bookings">How many bookings are made.</param>
    /// <param name="everyOther">Whether every second one is cancelled again, which makes a log longer than the tables.</param>
    public static async Task BookAsync(BenchmarkedCenter center, Town town, long bookings, bool everyOther)
    {
        await using var host = await center.PartsAsync();
        var works = host.Services.GetRequiredService<WorkFactory>();
        for (var made = 0L; made < bookings; made += BatchSize)
        {
            await WriteAsync(works, town, (int)Math.Min(BatchSize, bookings - made), everyOther);
        }
    }

    private static async Task WriteAsync(WorkFactory works, Town town, int count, bool everyOther)
    {
        var context = EventContext.System("bulk-fill", Guid.CreateVersion7().ToString());
        await using var work = await works.BeginLockedAsync(BenchmarkedCenter.Centre, context, _ => { }, default);
        var book = await work.BookAsync();
        var command = new Command(work, Caller.Console(BenchmarkedCenter.Centre), null);
        var wishes = new List<BookingWish>();
        for (var i = 0; i < count; i++)
        {
            wishes.Add(WishOf(town, book));
        }

        var trip = new RoundTrip();
        var answers = AdmissionReads.Ask(
            trip,
            BenchmarkedCenter.Centre,
            wishes.ConvertAll(wish => AdmissionNeed.Of(book, wish))
        );
        await trip.GoAsync(work.Connection, default);
        AdmissionLedger.Of(work).Know(answers);
        var desk = new BookingDesk(new NoReminders());
        for (var i = 0; i < count; i++)
        {
            await PlaceAsync(desk, command, book, wishes[i], cancel: everyOther && i % 2 == 1);
        }

        await work.CommitAsync();
    }

    private static async Task PlaceAsync(
        BookingDesk desk,
        Command command,
        CentreBook book,
        BookingWish wish,
        bool cancel
    )
    {
        var now = command.Work.Now;
        var id = new BookingId(Guid.CreateVersion7(now));
        var placed = await desk.PlaceAsync(command, book, id, wish, hold: false);
        if (placed.Refusal is { } refusal)
        {
            throw new BenchmarkFailure($"The fill was refused: {refusal.Code} {refusal.Detail}");
        }

        if (cancel)
        {
            var ask = new CancelBooking(now, "no-longer-needed", CancelledBy.Staff);
            await desk.ActAsync(
                command,
                id,
                (placed.State, placed.Version),
                booking => BookingDecider.Decide(ask, booking)
            );
        }
    }

    private static BookingWish WishOf(Town town, CentreBook book)
    {
        var slot = town.Slots.Next();
        var window = new TimeWindow(slot.Start.ToUniversalTime(), slot.End.ToUniversalTime());
        var person = new PersonId(town.PersonAt(slot));
        return new BookingWish(
            book.Find(slot.Facility)!,
            window,
            1,
            Purposes.Other,
            null,
            person,
            null,
            null,
            [],
            null
        );
    }
}
