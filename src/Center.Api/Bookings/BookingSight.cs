using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.Bookings;
using Center.Projections.People;
using Marten;
using Npgsql;

namespace Center.Api.Bookings;

/// <summary>Which bookings a caller lists: those that <see cref="BookingAccess"/> lets him see one by one.</summary>
/// <param name="source">Connections to the database.</param>
/// <param name="store">The event store.</param>
/// <param name="acted">Whom people act for.</param>
internal sealed class BookingSight(NpgsqlDataSource source, IDocumentStore store, PeopleActedFor acted)
{
    /// <summary>The same question, cut down to what the caller sees.</summary>
    public async Task<BookingFilter> CutAsync(Caller caller, BookingFilter filter, CancellationToken stopping)
    {
        if (caller.May(Permission.SeeAllBookings, filter.Site))
        {
            return filter;
        }

        var (own, _) = await OwnAsync(caller, stopping);
        var sites = caller
            .Grants.Where(grant => AccessPolicy.Allows(grant.Role, Permission.SeeAllBookings))
            .Select(grant => grant.Scope.Site)
            .OfType<string>();
        return filter with
        {
            OnlyOf = own with
            {
                Sites = [.. sites],
                BookedBy = caller.MaySomewhere(Permission.BookForOthers) ? caller.Subject : null,
            },
        };
    }

    /// <summary>
    /// One's own bookings: of all one's records, of one's organisations, and of those whom one acts for. With it, whose
    /// each of the records is.
    /// </summary>
    public async Task<(BookingOwners Own, IReadOnlyDictionary<PersonId, PersonId> Whose)> OwnAsync(
        Caller caller,
        CancellationToken stopping
    )
    {
        var own = new BookingOwners { Organisations = caller.Organisations };
        if (caller.Person is not { } self)
        {
            return (own, new Dictionary<PersonId, PersonId>());
        }

        await using var session = store.QuerySession(caller.Centre);
        var others = await acted.OfAsync(session, self, ConsentKind.Bookings, stopping);
        var people = await SamePeople.OfEachAsync(source, caller.Centre, [self, .. others], stopping);
        return (
            own with
            {
                Self = people[self].Records,
                Others = [.. others.SelectMany(other => people[other].Records)],
            },
            people
                .Values.SelectMany(person => person.Records.Select(record => (record, person.Id)))
                .ToDictionary(pair => pair.record, pair => pair.Id)
        );
    }
}
