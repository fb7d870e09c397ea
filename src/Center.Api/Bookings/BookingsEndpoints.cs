using System;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Center.Projections.EventStore;
using Center.Projections.Facilities;
using Center.Projections.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Bookings;

/// <summary>Everything that changes a booking.</summary>
internal static class BookingsEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/bookings", Place).Requires(Permission.Book).CallerCheckedLate();
        api.MapPost("/bookings/check", Check).Requires(Permission.Book);
        api.MapPost("/bookings/{id:guid}/confirm", Confirm).Requires(Permission.Book).CallerCheckedLate();
        api.MapPost("/bookings/{id:guid}/approve", Approve).Requires(Permission.ApproveBookings).CallerCheckedLate();
        api.MapPost("/bookings/{id:guid}/decline", Decline).Requires(Permission.ApproveBookings).CallerCheckedLate();
        api.MapPost("/bookings/{id:guid}/reschedule", Reschedule).Requires(Permission.Book).CallerCheckedLate();
        api.MapPost("/bookings/{id:guid}/cancel", Cancel).Requires(Permission.Book).CallerCheckedLate();
        api.MapPost("/bookings/{id:guid}/check-in", CheckIn).Requires(Permission.CheckInOthers).CallerCheckedLate();
        api.MapPost("/bookings/{id:guid}/undo-check-in", UndoCheckIn)
            .Requires(Permission.CheckInOthers)
            .CallerCheckedLate();
        api.MapPost("/bookings/{id:guid}/check-out", CheckOut).Requires(Permission.CheckInOthers).CallerCheckedLate();
    }

    private static Task<IResult> Place(
        Body<PlaceRequest> body,
        HttpContext http,
        AdmissionDoor door,
        BookingDesk desk,
        BookingRefusals refusals,
        VaultKey vaultKey
    ) =>
        door.RunAsync(
            body,
            BookingWishes.Foresee(Caller.Of(http), body.Value),
            async command =>
            {
                var id = new BookingId(Guid.CreateVersion7(command.Work.Now));
                var book = await BookingDesk.OpenAsync(command);
                var wish = await BookingWishes.OfAsync(command, book, body.Value);
                var placed = await desk.PlaceAsync(command, book, id, wish, body.Value.Hold);
                if (placed.Refusal is { } refusal)
                {
                    return refusals.Answer(command, book, wish, refusal);
                }

                if (!string.IsNullOrWhiteSpace(body.Value.Note))
                {
                    var vault = new Vault(command.Work.Connection, command.Work.Centre, vaultKey);
                    await vault.PutAsync(
                        wish.Person?.ToString() ?? command.Caller.Subject,
                        $"note:{id}",
                        body.Value.Note
                    );
                }

                var answer = BookingAnswer.Of(id, placed.State, placed.Version, command.Work.Now);
                return Reply.Created($"/api/v1/bookings/{id}", answer, placed.Version);
            }
        );

    // Decided exactly like a booking, then thrown away: the reply is a refusal to commit.
    private static Task<IResult> Check(Body<PlaceRequest> body, CommandDoor door, BookingDesk desk) =>
        door.TryAsync(async command =>
        {
            var id = new BookingId(Guid.CreateVersion7(command.Work.Now));
            var book = await command.Work.BookAsync();
            var wish = await BookingWishes.OfAsync(command, book, body.Value);
            var placed = await desk.PlaceAsync(command, book, id, wish, body.Value.Hold);
            return placed.Refusal is { } refusal
                ? Reply.Ok(new { accepted = false, refusal = BookingRefusals.AsData(refusal) })
                : Reply.Ok(new { accepted = true, status = placed.State.Status });
        });

    private static Task<IResult> Confirm(Guid id, Body<EmptyRequest> body, AdmissionDoor door, BookingDesk desk) =>
        ActAsync(
            body,
            door,
            desk,
            id,
            Permission.ActOnAllBookings,
            (command, book, booking) =>
                BookingDecider.Decide(
                    new ConfirmBooking(command.Work.Now, BookingDesk.RulesOf(book, booking.Terms!)),
                    booking
                )
        );

    private static Task<IResult> Approve(Guid id, Body<EmptyRequest> body, AdmissionDoor door, BookingDesk desk) =>
        ActAsync(
            body,
            door,
            desk,
            id,
            Permission.ApproveBookings,
            (command, _, booking) => BookingDecider.Decide(new ApproveBooking(command.Work.Now), booking)
        );

    private static Task<IResult> Decline(Guid id, Body<ReasonRequest> body, AdmissionDoor door, BookingDesk desk) =>
        ActAsync(
            body,
            door,
            desk,
            id,
            Permission.ApproveBookings,
            (command, _, booking) =>
                BookingDecider.Decide(new DeclineBooking(command.Work.Now, ReasonOf(body.Value)), booking)
        );

    private static Task<IResult> Cancel(Guid id, Body<ReasonRequest> body, AdmissionDoor door, BookingDesk desk) =>
        ActAsync(
            body,
            door,
            desk,
            id,
            Permission.ActOnAllBookings,
            (command, _, booking) =>
                BookingDecider.Decide(
                    new CancelBooking(command.Work.Now, ReasonOf(body.Value), WhoCancels(command.Caller, booking)),
                    booking
                )
        );

    private static Task<IResult> CheckIn(Guid id, Body<EmptyRequest> body, AdmissionDoor door, BookingDesk desk) =>
        ActAsync(
            body,
            door,
            desk,
            id,
            Permission.CheckInOthers,
            (command, book, booking) =>
                BookingDecider.Decide(
                    new CheckInBooking(command.Work.Now, BookingDesk.RulesOf(book, booking.Terms!)),
                    booking
                )
        );

    private static Task<IResult> UndoCheckIn(Guid id, Body<EmptyRequest> body, AdmissionDoor door, BookingDesk desk) =>
        ActAsync(
            body,
            door,
            desk,
            id,
            Permission.CheckInOthers,
            (_, _, booking) => BookingDecider.Decide(new UndoCheckIn(), booking)
        );

    private static Task<IResult> CheckOut(Guid id, Body<EmptyRequest> body, AdmissionDoor door, BookingDesk desk) =>
        ActAsync(
            body,
            door,
            desk,
            id,
            Permission.CheckInOthers,
            (command, _, booking) => BookingDecider.Decide(new CheckOutBooking(command.Work.Now), booking)
        );

    private static Task<IResult> Reschedule(
        Guid id,
        Body<RescheduleRequest> body,
        AdmissionDoor door,
        BookingDesk desk,
        BookingRefusals refusals
    ) =>
        door.RunAsync(
            body,
            Foresee(id),
            async command =>
            {
                var booking = new BookingId(id);
                var book = await BookingDesk.OpenAsync(command);
                var read = await BookingAccess.ReadAsync(command, booking, Permission.ActOnAllBookings);
                var wish = BookingWishes.Moved(command, book, read.State.Terms!, body.Value);
                var moved = await desk.MoveAsync(command, book, booking, read, wish);
                return moved.Refusal is { } refusal
                    ? refusals.Answer(command, book, wish, refusal)
                    : AnswerOf(command, booking, moved);
            }
        );

    private static Task<IResult> ActAsync<T>(
        Body<T> body,
        AdmissionDoor door,
        BookingDesk desk,
        Guid id,
        Permission others,
        Func<Command, CentreBook, Booking, Decision> decide
    )
        where T : class =>
        door.RunAsync(
            body,
            Foresee(id),
            async command =>
            {
                var booking = new BookingId(id);
                var book = await BookingDesk.OpenAsync(command);
                var read = await BookingAccess.ReadAsync(command, booking, others);
                var acted = await desk.ActAsync(command, booking, read, state => decide(command, book, state));
                return acted.Refusal is { } refusal ? refusal : AnswerOf(command, booking, acted);
            }
        );

    private static Foreseen Foresee(Guid id) => new([BookingDesk.StreamOf(new BookingId(id))]);

    private static Reply AnswerOf(Command command, BookingId id, Decided<Booking> decided) =>
        Reply.Ok(BookingAnswer.Of(id, decided.State, decided.Version, command.Work.Now), decided.Version);

    private static CancelledBy WhoCancels(Caller caller, Booking booking) =>
        BookingAccess.IsOwn(caller, booking.Terms!) ? CancelledBy.Booker : CancelledBy.Staff;

    private static string ReasonOf(ReasonRequest request) =>
        Reasons.Know(request.ReasonCode)
            ? request.ReasonCode
            : throw new RefusedException("invalid-value", "There is no such reason code.", "reasonCode");
}
