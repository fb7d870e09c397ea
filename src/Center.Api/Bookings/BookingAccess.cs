using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.People;

namespace Center.Api.Bookings;

/// <summary>Whose booking it is, and who may see or touch it. What one may not see is not found.</summary>
internal static class BookingAccess
{
    /// <summary>Reads a booking for a command.</summary>
    /// <exception cref="RefusedException">There is none, or the caller may not see or touch it.</exception>
    public static async Task<(Booking State, long Version)> ReadAsync(Command command, BookingId id, Permission others)
    {
        var read = await BookingDesk.ReadAsync(command, id);
        var ties = Ties.In(command.Work);
        if (read.State.Terms is not { } terms || !await MaySeeAsync(command.Caller, terms, ties))
        {
            throw NotFound();
        }

        var touches =
            command.Caller.May(others, terms.Site)
            || (others == Permission.ActOnAllBookings && await ActsForAsync(command.Caller, terms, ties));
        return touches ? read : throw new RefusedException("forbidden", "You may not do this to the booking.");
    }

    public static async Task<bool> MaySeeAsync(Caller caller, BookingTerms terms, Ties ties) =>
        caller.May(Permission.SeeAllBookings, terms.Site) || await ActsForAsync(caller, terms, ties);

    /// <summary>The person or organisation that it is for, or whom that person lets act.</summary>
    public static async Task<bool> IsBookersAsync(Caller caller, BookingTerms terms, Ties ties) =>
        IsOwn(caller, terms)
        || (
            caller.Person is { } self
            && terms is { Person: { } other, Organisation: null }
            && await ties.MayAsync(self, other, ConsentKind.Bookings)
        );

    private static bool IsOwn(Caller caller, BookingTerms terms) =>
        (caller.Person is { } person && terms.Person == person)
        || (terms.Organisation is { } organisation && caller.Organisation == organisation);

    public static RefusedException NotFound() => new("not-found", "There is no such booking.");

    // An application that books for many residents acts on what it may book.
    private static async Task<bool> ActsForAsync(Caller caller, BookingTerms terms, Ties ties) =>
        IsOwn(caller, terms)
        || caller.May(Permission.BookForOthers, terms.Site)
        || await IsBookersAsync(caller, terms, ties);
}
