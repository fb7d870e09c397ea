using System;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Bookings;
using Center.Api.Plumbing;
using Center.Domain.Bookings;
using Center.Domain.Kernel;
using Center.Projections.People;

namespace Center.Api.Demonstration;

/// <summary>Places a booking as a request would: the same checks, the same desk, its note in the vault.</summary>
/// <param name="stage">The stage.</param>
/// <param name="desk">Where bookings are decided.</param>
/// <param name="vaultKey">Opens the vault.</param>
internal sealed class BookingPlacing(Stage stage, BookingDesk desk, VaultKey vaultKey)
{
    /// <summary>Books; null, and counted, when it was refused.</summary>
    public async Task<(BookingId Id, Booking Booking)?> BookAsync(
        DateTimeOffset now,
        Caller caller,
        PlaceRequest request
    )
    {
        var command = await stage.Telling.BeginAsync(caller, now);
        var id = new BookingId(command.NewId(now));
        try
        {
            var wish = await BookingWishes.OfAsync(command, stage.Book, request);
            var placed = await desk.PlaceAsync(command, stage.Book, id, wish, request.Hold);
            if (stage.Tally.Refused(placed.Refusal))
            {
                return null;
            }

            if (request.Note is { } note && wish.Person is { } person)
            {
                var vault = new Vault(command.Work.Connection, command.Work.Centre, vaultKey);
                await vault.PutAsync(person.ToString(), $"note:{id}", note);
            }

            return (id, placed.State);
        }
        catch (RefusedException refused)
        {
            stage.Tally.Refused(refused.Refusal);
            return null;
        }
    }
}
