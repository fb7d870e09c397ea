using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Domain.Access;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Projections.People;
using Marten;
using Npgsql;

namespace Center.Api.Bookings;

/// <summary>
/// Reads what somebody wrote to the centre with a booking. It stands in the vault, under the person whom the booking is
/// for, or else under whoever wrote it, and is gone with either.
/// </summary>
/// <param name="source">Connections to the database.</param>
/// <param name="vaultKey">Opens the vault.</param>
/// <param name="store">Knows who wrote it.</param>
internal sealed class BookingNotes(NpgsqlDataSource source, VaultKey vaultKey, IDocumentStore store)
{
    /// <summary>The name under which the vault keeps a note.</summary>
    /// <param name="booking">The booking.</param>
    public static string FieldOf(BookingId booking) => $"note:{booking}";

    /// <summary>The note of a booking that the caller may see, for whoever booked and for staff who may see names.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="booking">The booking.</param>
    /// <param name="terms">Its terms.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Null when there is none, or none for this caller.</returns>
    public async Task<string?> ForAsync(
        Caller caller,
        BookingId booking,
        BookingTerms terms,
        CancellationToken stopping
    )
    {
        await using var session = store.QuerySession(caller.Centre);
        var writer = await WriterAsync(session, booking, stopping);
        var access = new BookingAccess(caller, terms, writer, Ties.In(session));
        return caller.May(Permission.SeePersonalData, terms.Site) || await access.ActsAsBookerAsync()
            ? await OfAsync(session, caller.Centre, booking, terms.Person, stopping)
            : null;
    }

    /// <summary>The note of a booking for staff of its site.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="booking">The booking.</param>
    /// <param name="site">Code of its site.</param>
    /// <param name="person">Whom it is for, or null.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Null when there is none, or none for this caller.</returns>
    public async Task<string?> ForStaffAsync(
        Caller caller,
        BookingId booking,
        string site,
        PersonId? person,
        CancellationToken stopping
    )
    {
        if (!caller.May(Permission.SeePersonalData, site))
        {
            return null;
        }

        await using var session = store.QuerySession(caller.Centre);
        return await OfAsync(session, caller.Centre, booking, person, stopping);
    }

    private async Task<string?> OfAsync(
        IQuerySession session,
        string centre,
        BookingId booking,
        PersonId? person,
        CancellationToken stopping
    )
    {
        var subject = person?.ToString() ?? await WriterAsync(session, booking, stopping);
        await using var connection = await source.OpenConnectionAsync(stopping);
        return await new Vault(connection, centre, vaultKey).ReadAsync(subject, FieldOf(booking), stopping);
    }

    private static async Task<string> WriterAsync(IQuerySession session, BookingId booking, CancellationToken stopping)
    {
        var stream = BookingDesk.StreamOf(booking);
        var first = await session.Events.FetchStreamAsync(stream, version: 1, token: stopping);
        return first is [{ UserName: { } writer }, ..] ? writer : string.Empty;
    }
}
