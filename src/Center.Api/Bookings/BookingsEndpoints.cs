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
        BookingActs acts
    ) => door.RunAsync(body, BookingWishes.Foresee(Caller.Of(http), body.Value), acts.Place(body.Value));

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

    private static Task<IResult> Confirm(Guid id, Body<EmptyRequest> body, AdmissionDoor door, BookingActs acts) =>
        door.RunAsync(body, BookingActs.Foresee(id), acts.Confirm(id));

    private static Task<IResult> Approve(Guid id, Body<EmptyRequest> body, AdmissionDoor door, BookingActs acts) =>
        door.RunAsync(body, BookingActs.Foresee(id), acts.Approve(id));

    private static Task<IResult> Decline(Guid id, Body<ReasonRequest> body, AdmissionDoor door, BookingActs acts) =>
        door.RunAsync(body, BookingActs.Foresee(id), acts.Decline(id, body.Value.ReasonCode));

    private static Task<IResult> Cancel(Guid id, Body<ReasonRequest> body, AdmissionDoor door, BookingActs acts) =>
        door.RunAsync(body, BookingActs.Foresee(id), acts.Cancel(id, body.Value.ReasonCode));

    private static Task<IResult> CheckIn(Guid id, Body<EmptyRequest> body, AdmissionDoor door, BookingActs acts) =>
        door.RunAsync(body, BookingActs.Foresee(id), acts.CheckIn(id));

    private static Task<IResult> UndoCheckIn(Guid id, Body<EmptyRequest> body, AdmissionDoor door, BookingActs acts) =>
        door.RunAsync(body, BookingActs.Foresee(id), acts.UndoCheckIn(id));

    private static Task<IResult> CheckOut(Guid id, Body<EmptyRequest> body, AdmissionDoor door, BookingActs acts) =>
        door.RunAsync(body, BookingActs.Foresee(id), acts.CheckOut(id));

    private static Task<IResult> Reschedule(
        Guid id,
        Body<RescheduleRequest> body,
        AdmissionDoor door,
        BookingActs acts
    ) => door.RunAsync(body, BookingActs.Foresee(id), acts.Move(id, body.Value));
}
