using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Bookings;
using Center.Api.People;
using Center.Api.Plumbing;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Center.Projections.People;
using Marten;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Center.Api.FrontDesk;

/// <summary>What a code stands for.</summary>
/// <param name="People">People, by the records that count.</param>
/// <param name="Bookings">Bookings.</param>
internal sealed record DeskFound(IReadOnlyList<Guid> People, IReadOnlyList<Guid> Bookings)
{
    public static DeskFound Nothing { get; } = new([], []);

    public int Count => People.Count + Bookings.Count;
}

/// <summary>
/// Looks up what a code stands for: an id, a card, a telephone number, the short code of a booking of these days, a name,
/// in this order. The first that is known counts.
/// </summary>
/// <param name="source">Connections to the database.</param>
/// <param name="store">The event store.</param>
/// <param name="personal">Searches the vault's index.</param>
internal sealed class DeskFinder(NpgsqlDataSource source, IDocumentStore store, PersonalReading personal)
{
    private const int MostListed = 2000;
    private const int DaysAround = 1;

    private static readonly string[] _beforeBookings = ["card", "phone"];

    public async Task<DeskFound> FindAsync(HttpContext http, DeskView view, DeskCode code)
    {
        if (code.Id is { } id)
        {
            return await ByIdAsync(http, id);
        }

        foreach (var field in _beforeBookings)
        {
            if (await PeopleAsync(http, field, code.Text) is { Count: > 0 } people)
            {
                return people;
            }
        }

        var booking = code.Short is { } ending ? await ByEndingAsync(http, view, ending) : DeskFound.Nothing;
        return booking.Count > 0 ? booking : await PeopleAsync(http, "name", code.Text);
    }

    private async Task<DeskFound> ByIdAsync(HttpContext http, Guid id)
    {
        await using var session = store.QuerySession(Caller.Of(http).Centre);
        var people = await PeopleQueries.FinalAsync(session, [id.ToString()], http.RequestAborted);
        return people.Count > 0 ? Of(people) : new DeskFound([], await IsBookingAsync(http, id) ? [id] : []);
    }

    // What one may not see is not there.
    private async Task<bool> IsBookingAsync(HttpContext http, Guid id)
    {
        try
        {
            await BookingsQueries.ReadAsync(http, store, new BookingId(id));
            return true;
        }
        catch (RefusedException refused) when (refused.Refusal.Code == "not-found")
        {
            return false;
        }
    }

    private async Task<DeskFound> PeopleAsync(HttpContext http, string field, string text)
    {
        var centre = Caller.Of(http).Centre;
        var found = await personal.FindAsync(centre, field, text, http.RequestAborted);
        await using var session = store.QuerySession(centre);
        return Of(await PeopleQueries.FinalAsync(session, found, http.RequestAborted));
    }

    private async Task<DeskFound> ByEndingAsync(HttpContext http, DeskView view, string ending)
    {
        var filter = new BookingFilter
        {
            From = view.Now.AddDays(-DaysAround),
            To = view.Now.AddDays(DaysAround),
            Now = view.Now,
        };
        var sheets = await BookingLists.ReadAsync(
            source,
            Caller.Of(http).Centre,
            filter,
            MostListed,
            http.RequestAborted
        );
        return new DeskFound(
            [],
            [
                .. sheets
                    .Where(sheet => sheet.Id.EndsWith(ending, StringComparison.Ordinal))
                    .Where(sheet => view.Sites.Any(site => site.Code == sheet.Site))
                    .Select(sheet => Guid.Parse(sheet.Id)),
            ]
        );
    }

    private static DeskFound Of(IEnumerable<PersonRow> people) =>
        new([.. people.Select(row => Guid.Parse(row.Id))], []);
}
