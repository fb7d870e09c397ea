using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.People;

namespace Center.Api.Bookings;

/// <summary>
/// Whose booking it is, and who may see or touch it: staff of its site, whoever it is for, and whoever booked it for them.
/// What one may not see is not found. <see cref="BookingSight"/> lists the same.
/// </summary>
/// <param name="caller">Who asks.</param>
/// <param name="terms">What the booking is about.</param>
/// <param name="bookedBy">Subject that booked it.</param>
/// <param name="ties">Who is who, and acts for whom.</param>
internal sealed class BookingAccess(Caller caller, BookingTerms terms, string? bookedBy, Ties ties)
{
    /// <summary>Reads a booking for a command.</summary>
    /// <exception cref="RefusedException">There is none, or the caller may not see or touch it.</exception>
    public static async Task<(Booking State, long Version)> ReadAsync(Command command, BookingId id, Permission others)
    {
        var read = await BookingDesk.ReadAsync(command, id);
        if (read.State.Terms is not { } terms)
        {
            throw NotFound();
        }

        var access = In(command, id, terms);
        return !await access.MaySeeAsync() ? throw NotFound()
            : await access.MayTouchAsync(others) ? read
            : throw new RefusedException("forbidden", "You may not do this to the booking.");
    }

    /// <summary>Within a command that has read the booking.</summary>
    public static BookingAccess In(Command command, BookingId id, BookingTerms terms) =>
        new(command.Caller, terms, command.Work.BeginnerOf(BookingDesk.StreamOf(id)), Ties.In(command.Work));

    public static RefusedException NotFound() => new("not-found", "There is no such booking.");

    public async Task<bool> MaySeeAsync() =>
        caller.May(Permission.SeeAllBookings, terms.Site)
        || (IsBookedByCaller && caller.MaySomewhere(Permission.BookForOthers))
        || await IsBookersAsync();

    /// <summary>Lets whoever acts for others move the booking only to where they may book for others too.</summary>
    /// <exception cref="RefusedException">They may not.</exception>
    public async Task RequireTargetAsync(string site)
    {
        if (!caller.May(Permission.BookForOthers, site) && !await IsBookersAsync())
        {
            throw new RefusedException("forbidden", "You may not book there for others.");
        }
    }

    /// <summary>Whether giving it up is the booker's doing: of whoever it is for, or booked it for them, not as staff.</summary>
    public async Task<bool> ActsAsBookerAsync() =>
        (IsBookedByCaller && !caller.May(Permission.ActOnAllBookings, terms.Site)) || await IsBookersAsync();

    private bool IsBookedByCaller => bookedBy == caller.Subject;

    private async Task<bool> MayTouchAsync(Permission others) =>
        caller.May(others, terms.Site)
        || (
            others == Permission.ActOnAllBookings
            && ((IsBookedByCaller && caller.May(Permission.BookForOthers, terms.Site)) || await IsBookersAsync())
        );

    // The person or organisation that it is for, or whom that person lets act.
    private async Task<bool> IsBookersAsync() =>
        terms.Organisation is { } organisation && caller.Organisations.Contains(organisation)
        || await ties.AreOneAsync(caller.Person, terms.Person)
        || (
            caller.Person is { } self
            && terms is { Person: { } other, Organisation: null }
            && await ties.MayAsync(self, other, ConsentKind.Bookings)
        );
}
