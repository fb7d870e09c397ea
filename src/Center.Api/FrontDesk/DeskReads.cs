using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Bookings;
using Center.Api.People;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.Bookings;
using Center.Projections.People;
using Marten;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Center.Api.FrontDesk;

/// <summary>
/// Reads what the desk shows. Lists come from a view that follows the log; the booking that was just acted on is read from
/// its stream, so that one's own act is always seen.
/// </summary>
/// <param name="source">Connections to the database.</param>
/// <param name="store">The event store.</param>
/// <param name="free">What is held.</param>
/// <param name="personal">Names out of the vault.</param>
/// <param name="notes">What was written with bookings.</param>
internal sealed class DeskReads(
    NpgsqlDataSource source,
    IDocumentStore store,
    FreeReads free,
    PersonalReading personal,
    BookingNotes notes
)
{
    private const int MostListed = 1000;

    /// <summary>Where the desk stands, and what is held there today; read once a request.</summary>
    /// <exception cref="RefusedException">No site is within the caller's scope.</exception>
    public async Task<(DeskView View, IReadOnlyList<WalkInPlace> Places)> OpenAsync(HttpContext http)
    {
        if (http.Features.Get<Opened>() is not { } opened)
        {
            opened = await ReadAsync(http);
            http.Features.Set(opened);
        }

        return (opened.View, opened.Places);
    }

    private async Task<Opened> ReadAsync(HttpContext http)
    {
        var caller = Caller.Of(http);
        var (book, busy, now) = await free.ReadAsync(
            caller.Centre,
            (book, now) => book.Zone.DayOf(book.Zone.DateOf(now)),
            http.RequestAborted
        );
        var sites = DeskSites.Of(caller, book);
        var site =
            DeskSites.Chosen(http, sites)
            ?? throw new RefusedException("forbidden", "No site is within your scope as staff of a desk.");
        return new Opened(new DeskView(book, sites, site, now), WalkInPlace.Of(book, site.Code, busy, now));
    }

    /// <summary>Bookings of the site on a date, in order of time.</summary>
    public Task<IReadOnlyList<DeskBooking>> DayAsync(HttpContext http, DeskView view, DateOnly date)
    {
        var day = view.Book.Zone.DayOf(date);
        return ListAsync(
            http,
            view,
            new BookingFilter
            {
                Site = view.Site.Code,
                From = day.Start,
                To = day.End,
            }
        );
    }

    /// <summary>Requests of the site that wait for an answer.</summary>
    public Task<IReadOnlyList<DeskBooking>> QueueAsync(HttpContext http, DeskView view) =>
        ListAsync(
            http,
            view,
            new BookingFilter
            {
                Site = view.Site.Code,
                Status = BookingStatus.Requested,
                From = view.Now,
            }
        );

    /// <summary>The person's bookings of today, wherever the caller may see them.</summary>
    public async Task<IReadOnlyList<DeskBooking>> OfPersonAsync(HttpContext http, DeskView view, Guid person)
    {
        var day = view.Book.Zone.DayOf(view.Today);
        var caller = Caller.Of(http);
        var one = await SamePeople.OfAsync(source, caller.Centre, new PersonId(person), http.RequestAborted);
        var filter = new BookingFilter
        {
            Person = one.Records,
            From = day.Start,
            To = day.End,
        };
        var all = await ListAsync(http, view, filter);
        return await Task.WhenAll(
            all.Where(one => caller.May(Permission.SeeAllBookings, one.Site)).Select(one => WithNoteAsync(http, one))
        );
    }

    /// <summary>One booking as its stream says.</summary>
    /// <exception cref="RefusedException">There is none for this caller.</exception>
    public async Task<DeskBooking> OneAsync(HttpContext http, DeskView view, Guid id)
    {
        var read = await BookingsQueries.ReadAsync(http, store, new BookingId(id));
        var booking = DeskBooking.Of(id, read.State, view.Book, view.Now);
        return Caller.Of(http).May(Permission.ActOnAllBookings, booking.Site)
            ? await WithNoteAsync(http, (await NamedAsync(http, [booking]))[0])
            : throw BookingAccess.NotFound();
    }

    /// <summary>A person, by the record that counts.</summary>
    /// <exception cref="RefusedException">There is none, or the data were erased.</exception>
    public async Task<DeskPerson> PersonAsync(HttpContext http, DeskView view, Guid id)
    {
        await using var session = store.QuerySession(Caller.Of(http).Centre);
        var read = await StandingEndpoints.ReadAsync(source, session, new PersonId(id), http.RequestAborted);
        if (read.Person.Registration is not { } registered)
        {
            throw new RefusedException("not-found", "There is no such person.");
        }

        if (read.Person.Erased)
        {
            throw new RefusedException(PersonDecider.Erased);
        }

        var person = read.Id.ToString();
        var known = await personal.OfAsync(Caller.Of(http).Centre, person, http.RequestAborted);
        return new DeskPerson(
            read.Id.Value,
            known.GetValueOrDefault("name"),
            known.GetValueOrDefault("phone"),
            known.GetValueOrDefault(Addressee.EmailField),
            known.ContainsKey("card"),
            registered.AgeBand.Code(),
            registered.Community,
            await StrikesAsync(session, read.Standing, http.RequestAborted),
            read.Standing.SuspendedUntil(view.Now)
        );
    }

    /// <summary>For whom a booking is; null for an organisation, and for whoever was erased since.</summary>
    public async Task<DeskPerson?> BookerAsync(HttpContext http, DeskView view, Guid? id)
    {
        try
        {
            return id is { } person ? await PersonAsync(http, view, person) : null;
        }
        catch (RefusedException refused) when (refused.Refusal.Code == PersonDecider.Erased.Code)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<DeskStrike>> StrikesAsync(
        IQuerySession session,
        Standing standing,
        CancellationToken stopping
    )
    {
        var ids = standing.Strikes.Select(strike => strike.Booking.ToString()).ToArray();
        var sheets = ids.Length == 0 ? [] : await session.LoadManyAsync<BookingSheet>(stopping, ids);
        return
        [
            .. from strike in standing.Strikes
            let sheet = sheets.FirstOrDefault(one => one.Id == strike.Booking.ToString())
            select new DeskStrike(strike.Booking.Value, sheet?.Facility, sheet?.Start ?? strike.At, !strike.Spent),
        ];
    }

    private async Task<DeskBooking> WithNoteAsync(HttpContext http, DeskBooking one)
    {
        var (caller, stopping) = (Caller.Of(http), http.RequestAborted);
        var said = await notes.ForStaffAsync(caller, new BookingId(one.Id), one.Site, one.Person, stopping);
        return one with { Said = said };
    }

    /// <summary>Puts a booking that was just acted on in the place of what the list knows of it.</summary>
    public static IReadOnlyList<DeskBooking> With(IReadOnlyList<DeskBooking> list, DeskBooking newest) =>
        [.. list.Where(one => one.Id != newest.Id).Append(newest).OrderBy(one => one.Shown.Window.Start)];

    private async Task<IReadOnlyList<DeskBooking>> ListAsync(HttpContext http, DeskView view, BookingFilter filter)
    {
        var sheets = await BookingLists.ReadAsync(
            source,
            Caller.Of(http).Centre,
            filter with
            {
                Now = view.Now,
            },
            MostListed,
            http.RequestAborted
        );
        return await NamedAsync(http, [.. sheets.Select(sheet => DeskBooking.Of(sheet, view.Book, view.Now))]);
    }

    private async Task<IReadOnlyList<DeskBooking>> NamedAsync(HttpContext http, IReadOnlyList<DeskBooking> bookings)
    {
        var people = bookings.Select(one => one.Person?.ToString()).OfType<string>().Distinct().ToList();
        var names = await personal.EachAsync(Caller.Of(http).Centre, "name", people, http.RequestAborted);
        return
        [
            .. bookings.Select(one =>
                one with
                {
                    Who = one.Person is { } person ? names.GetValueOrDefault(person.ToString()) : null,
                }
            ),
        ];
    }

    private sealed record Opened(DeskView View, IReadOnlyList<WalkInPlace> Places);
}
