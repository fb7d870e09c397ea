using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Projections.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Bookings;

/// <summary>
/// The note of a booking, which lies in the vault under the person that it is for, or else under whoever wrote it. It may
/// name others, so whoever may act on the booking may take it away, whatever became of the booking.
/// </summary>
internal static class NoteEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapDelete("/bookings/{id:guid}/note", Erase).Requires(Permission.Book);
    }

    /// <summary>Name of the note in the vault.</summary>
    public static string FieldOf(BookingId id) => $"note:{id}";

    private static Task<IResult> Erase(Guid id, CommandDoor door, VaultKey vaultKey) =>
        door.RunAsync(async command =>
        {
            var booking = new BookingId(id);
            var read = await BookingAccess.ReadAsync(command, booking, Permission.ActOnAllBookings);
            var stream = BookingDesk.StreamOf(booking);
            var first = await command.Work.Session.Events.FetchStreamAsync(stream, version: 1);
            var vault = new Vault(command.Work.Connection, command.Work.Centre, vaultKey);
            foreach (var subject in first.Select(e => e.UserName).Append(read.State.Terms!.Person?.ToString()))
            {
                if (subject is not null)
                {
                    await vault.EraseAsync(subject, FieldOf(booking));
                }
            }

            return Reply.NoContent();
        });
}
