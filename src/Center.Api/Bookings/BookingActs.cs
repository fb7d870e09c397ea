using System;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.People;

namespace Center.Api.Bookings;

/// <summary>
/// What somebody does with bookings, told once for clients and for pages. Each act is run by the
/// <see cref="AdmissionDoor"/>, under the centre's admission lock.
/// </summary>
/// <param name="desk">Where the decisions are made.</param>
/// <param name="refusals">Adds ways out to refusals.</param>
/// <param name="vaultKey">Keeps notes.</param>
internal sealed partial class BookingActs(BookingDesk desk, BookingRefusals refusals, VaultKey vaultKey)
{
    /// <summary>What an act on a booking will read.</summary>
    public static Foreseen Foresee(Guid id) => new([BookingDesk.StreamOf(new BookingId(id))]);

    /// <summary>Books or holds.</summary>
    public Func<Command, Task<Reply>> Place(PlaceRequest request) => command => PlaceAsync(command, request, false);

    /// <summary>Books for somebody who stands there: one act, after which they are checked in.</summary>
    public Func<Command, Task<Reply>> WalkIn(PlaceRequest request) => command => PlaceAsync(command, request, true);

    /// <summary>Confirms a hold.</summary>
    public Func<Command, Task<Reply>> Confirm(Guid id) =>
        Act(
            id,
            Permission.ActOnAllBookings,
            (command, book, booking) =>
                BookingDecider.Decide(
                    new ConfirmBooking(command.Work.Now, BookingDesk.RulesOf(book, booking.Terms!)),
                    booking
                )
        );

    /// <summary>Gives a booking up.</summary>
    public Func<Command, Task<Reply>> Cancel(Guid id, string reasonCode) =>
        async command =>
        {
            var booking = new BookingId(id);
            await BookingDesk.OpenAsync(command);
            var read = await BookingAccess.ReadAsync(command, booking, Permission.ActOnAllBookings);
            var ask = new CancelBooking(
                command.Work.Now,
                ReasonOf(reasonCode),
                await BookingAccess.In(command, booking, read.State.Terms!).ActsAsBookerAsync()
                    ? CancelledBy.Booker
                    : CancelledBy.Staff
            );
            var left = await desk.ActAsync(command, booking, read, state => BookingDecider.Decide(ask, state));
            return left.Refusal is { } refusal ? refusal : AnswerOf(command, booking, left);
        };

    /// <summary>Moves a booking to another time or place.</summary>
    public Func<Command, Task<Reply>> Move(Guid id, RescheduleRequest request) =>
        async command =>
        {
            var booking = new BookingId(id);
            var book = await BookingDesk.OpenAsync(command);
            var read = await BookingAccess.ReadAsync(command, booking, Permission.ActOnAllBookings);
            var wish = BookingWishes.Moved(command, book, read.State.Terms!, request);
            await BookingAccess.In(command, booking, read.State.Terms!).RequireTargetAsync(wish.Place.Site);
            var moved = await desk.MoveAsync(command, book, booking, read, wish);
            return moved.Refusal is { } refusal
                ? refusals.Answer(command, book, wish, refusal)
                : AnswerOf(command, booking, moved);
        };

    /// <summary>Anything else in a booking's life.</summary>
    /// <param name="id">The booking.</param>
    /// <param name="others">What lets somebody act on bookings of others.</param>
    /// <param name="decide">The decision.</param>
    public Func<Command, Task<Reply>> Act(
        Guid id,
        Permission others,
        Func<Command, CentreBook, Booking, Decision> decide
    ) =>
        async command =>
        {
            var booking = new BookingId(id);
            var book = await BookingDesk.OpenAsync(command);
            var read = await BookingAccess.ReadAsync(command, booking, others);
            var acted = await desk.ActAsync(command, booking, read, state => decide(command, book, state));
            return acted.Refusal is { } refusal ? refusal : AnswerOf(command, booking, acted);
        };

    /// <summary>The reason code.</summary>
    /// <exception cref="RefusedException">There is none of that name.</exception>
    public static string ReasonOf(string code) =>
        Reasons.Know(code)
            ? code
            : throw new RefusedException("invalid-value", "There is no such reason code.", "reasonCode");

    private async Task<Reply> PlaceAsync(Command command, PlaceRequest request, bool isThere)
    {
        var id = new BookingId(Guid.CreateVersion7(command.Work.Now));
        var book = await BookingDesk.OpenAsync(command);
        var wish = await BookingWishes.OfAsync(command, book, request);
        var placed = await desk.PlaceAsync(command, book, id, wish, request.Hold);
        if (placed.Refusal is { } refusal)
        {
            return refusals.Answer(command, book, wish, refusal);
        }

        if (!string.IsNullOrWhiteSpace(request.Note))
        {
            var vault = new Vault(command.Work.Connection, command.Work.Centre, vaultKey);
            await vault.PutAsync(
                wish.Person?.ToString() ?? command.Caller.Subject,
                BookingNotes.FieldOf(id),
                request.Note
            );
        }

        var stands = isThere && placed.State.Status == BookingStatus.Confirmed;
        var last = stands ? await CheckInAsync(command, book, id, placed) : placed;
        var answer = BookingAnswer.Of(id, last.State, last.Version, command.Work.Now);
        return Reply.Created($"/api/v1/bookings/{id}", answer, last.Version);
    }

    // What waits for approval, or begins later than check-in opens, stands without it.
    private async Task<Decided<Booking>> CheckInAsync(
        Command command,
        CentreBook book,
        BookingId id,
        Decided<Booking> placed
    )
    {
        var ask = new CheckInBooking(command.Work.Now, BookingDesk.RulesOf(book, placed.State.Terms!));
        var came = await desk.ActAsync(
            command,
            id,
            (placed.State, placed.Version),
            state => BookingDecider.Decide(ask, state)
        );
        return came.Refusal is null ? came : placed;
    }

    private static Reply AnswerOf(Command command, BookingId id, Decided<Booking> decided) =>
        Reply.Ok(BookingAnswer.Of(id, decided.State, decided.Version, command.Work.Now), decided.Version);
}
