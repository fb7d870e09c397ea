using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Attendance;
using Center.Api.Bookings;
using Center.Domain.Attendance;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.People;

namespace Center.Api.Demonstration;

/// <summary>
/// People come and are scanned in, and leave and are scanned out; some never come, some forget to scan. At a counter the
/// front desk does it by hand.
/// </summary>
/// <param name="stage">The stage.</param>
/// <param name="desk">Where bookings are decided.</param>
internal sealed class Arrivals(Stage stage, BookingDesk desk)
{
    private const int StayAway = 9;
    private const int ForgetToScan = 8;

    /// <summary>Plans who comes to a booking; when nobody does, it is released.</summary>
    public void Plan(BookingId id, BookingTerms terms)
    {
        if (!stage.Chance.Happens(StayAway))
        {
            var early = terms.Window.Start - stage.Chance.Minutes(0, 14);
            var at = stage.Chance.Happens(60) ? early : terms.Window.Start + stage.Chance.Minutes(0, 10);
            stage.Agenda.At(at, now => ComeAsync(now, id, terms));
        }
        else if (terms.ReleaseAt is { } due)
        {
            stage.Agenda.At(due, now => ReleaseAsync(now, id, terms));
        }
    }

    private async Task ReleaseAsync(DateTimeOffset now, BookingId id, BookingTerms terms)
    {
        var command = await stage.Telling.BeginAsync(stage.Callers.Lapse, now);
        var read = await BookingDesk.ReadAsync(command, id);
        var ask = new LapseBooking(command.Work.Now);
        var released = await desk.ActAsync(command, id, read, booking => BookingDecider.Decide(ask, booking));
        stage.Tally.Refused(released.Refusal);
    }

    /// <summary>The booker, and perhaps others, are checked in; plans their leaving.</summary>
    public async Task ComeAsync(DateTimeOffset now, BookingId id, BookingTerms terms)
    {
        if (terms.Kind == FacilityKind.Counter || terms.Person is not { } booker)
        {
            await ServeAsync(now, id, terms);
            return;
        }

        var people = new List<PersonId> { booker };
        if (terms.People > 1 && stage.Chance.Happens(40))
        {
            people.Add(stage.Chance.Of(stage.Cast.Residents).Person);
        }

        var scanner = stage.Chance.Of(stage.Cast.Scanners[terms.Site]);
        await ScanAsync(now, scanner, id, people.Distinct(), ScanDirection.In);
        if (!stage.Chance.Happens(ForgetToScan))
        {
            stage.Agenda.At(EndOf(terms, now), then => LeaveAsync(then, id, scanner, people));
        }
    }

    private async Task ServeAsync(DateTimeOffset now, BookingId id, BookingTerms terms)
    {
        var steward = stage.Chance.Of(stage.Cast.Stewards).Caller;
        var rules = BookingDesk.RulesOf(stage.Book, terms);
        await ActAsync(now, id, steward, at => new CheckInBooking(at, rules), BookingDecider.Decide);
        stage.Agenda.At(
            EndOf(terms, now),
            then => ActAsync(then, id, steward, at => new CheckOutBooking(at), BookingDecider.Decide)
        );
    }

    private async Task LeaveAsync(DateTimeOffset now, BookingId id, Scanner scanner, List<PersonId> people)
    {
        await ScanAsync(now, scanner, id, people.Distinct(), ScanDirection.Out);
        await ActAsync(now, id, scanner.Holder.Caller, at => new CheckOutBooking(at), BookingDecider.Decide);
    }

    private async Task ActAsync<T>(
        DateTimeOffset now,
        BookingId id,
        Caller caller,
        Func<DateTimeOffset, T> ask,
        Func<T, Booking, Decision> decide
    )
    {
        var command = await stage.Telling.BeginAsync(caller, now);
        var read = await BookingDesk.ReadAsync(command, id);
        var acted = await desk.ActAsync(command, id, read, booking => decide(ask(command.Work.Now), booking));
        stage.Tally.Refused(acted.Refusal);
    }

    private DateTimeOffset EndOf(BookingTerms terms, DateTimeOffset now)
    {
        var leaves = terms.Window.End + stage.Chance.Minutes(-20, 5);
        return leaves > now ? leaves : now.AddMinutes(5);
    }

    private async Task ScanAsync(
        DateTimeOffset now,
        Scanner scanner,
        BookingId id,
        IEnumerable<PersonId> people,
        ScanDirection direction
    )
    {
        var at = now;
        var scans = new List<ScanRequest>();
        foreach (var person in people)
        {
            scans.Add(Scanning.Of(scanner, person, direction, at) with { Booking = id.ToString() });
            at += TimeSpan.FromSeconds(stage.Chance.Between(3, 20));
        }

        var caller = scanner.Holder.Caller;
        var command = await stage.Telling.BeginAsync(caller, at);
        var upload = new ScanUploadRequest(scanner.Device.Value, scans);
        stage.Tally.Accepted<ScanUploadAnswer>(await new ScanUpload(command, upload, desk).RecordAsync());
    }
}

/// <summary>What a scanner sends.</summary>
internal static class Scanning
{
    /// <summary>A scan without its place.</summary>
    public static ScanRequest Of(Scanner scanner, PersonId person, ScanDirection direction, DateTimeOffset at)
    {
        var seq = scanner.NextSeq();
        return new ScanRequest(
            seq.ToString("0000000", CultureInfo.InvariantCulture),
            seq,
            direction,
            at,
            Person: person.ToString()
        );
    }
}
