using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Bookings;
using Center.Domain.Kernel;

namespace Center.Api.Bookings;

/// <summary>Whose booking it is, and who may see or touch it. What one may not see is not found.</summary>
internal static class BookingAccess
{
    /// <summary>Reads a booking for a command.</summary>
    /// <exception cref="RefusedException">There is none, or the caller may not see or touch it.</exception>
    public static async Task<(Booking State, long Version)> ReadAsync(Command command, BookingId id, Permission others)
    {
        var read = await BookingDesk.ReadAsync(command, id);
        if (read.State.Terms is not { } terms || !MaySee(command.Caller, terms))
        {
            throw NotFound();
        }

        var touches =
            command.Caller.May(others, terms.Site)
            || (others == Permission.ActOnAllBookings && ActsFor(command.Caller, terms));
        return touches ? read : throw new RefusedException("forbidden", "You may not do this to the booking.");
    }

    public static bool MaySee(Caller caller, BookingTerms terms) =>
        ActsFor(caller, terms) || caller.May(Permission.SeeAllBookings, terms.Site);

    /// <summary>The person or organisation that it is for.</summary>
    public static bool IsOwn(Caller caller, BookingTerms terms) =>
        (caller.Person is { } person && terms.Person == person)
        || (terms.Organisation is { } organisation && caller.Organisation == organisation);

    public static RefusedException NotFound() => new("not-found", "There is no such booking.");

    // An application that books for many residents acts on what it may book.
    private static bool ActsFor(Caller caller, BookingTerms terms) =>
        IsOwn(caller, terms) || caller.May(Permission.BookForOthers, terms.Site);
}
