using System;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Bookings;
using Center.Api.People;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Kernel;
using Microsoft.AspNetCore.Http;

namespace Center.Api.FrontDesk;

/// <summary>Does what a button says, by the commands of the API.</summary>
/// <param name="door">The door of bookings.</param>
/// <param name="others">The door of everything else.</param>
/// <param name="acts">What is done with bookings.</param>
internal sealed class DeskActing(AdmissionDoor door, CommandDoor others, BookingActs acts)
{
    private const int LongestFree = 10_000;

    /// <summary>Runs it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="form">The form; an act that it carries twice is carried out once.</param>
    /// <param name="act">The act.</param>
    /// <param name="person">The person before the desk, or null.</param>
    /// <returns>The booking that it was about or that came of it, null where it was about the person; and why not.</returns>
    public async Task<(Guid? Booking, Refusal? Refusal)> RunAsync(
        HttpContext http,
        PageForm form,
        DeskAct act,
        Guid? person
    )
    {
        var answer = await AnswerAsync(http, form, act, person);
        var refusal = await answer.RefusalAsync();
        var about = act.Verb == DeskAct.Forgive ? null : act.Booking;
        return (about ?? (refusal is null ? IdIn(answer.Location) : null), refusal);
    }

    /// <summary>The id at the end of where something new is; null when nothing new was made.</summary>
    public static Guid? IdIn(string? location) =>
        location is not null ? Guid.Parse(location[(location.LastIndexOf('/') + 1)..]) : null;

    private Task<CommandAnswer> AnswerAsync(HttpContext http, PageForm form, DeskAct act, Guid? person)
    {
        var key = form.Once is { } once ? $"{once} {act}" : null;
        if (act.Verb is DeskAct.Lift or DeskAct.Forgive)
        {
            var whom = person ?? throw new RefusedException("not-found", "There is no such person.");
            var mercy = act.Booking is { } strike
                ? StandingEndpoints.Withdrawing(whom, strike, form.Text("reason-strike"))
                : StandingEndpoints.Lifting(whom, form.Text("reason-lift"));
            return others.AnswerAsync(form.Hash, key, mercy);
        }

        if (act.Verb == DeskAct.WalkIn)
        {
            var request = RequestOf(form, act, person);
            var foreseen = BookingWishes.Foresee(Caller.Of(http), request);
            return door.AnswerAsync(form.Hash, key, foreseen, acts.WalkIn(request));
        }

        var id = act.Booking!.Value;
        return door.AnswerAsync(form.Hash, key, BookingActs.Foresee(id), OnBooking(id, act.Verb, form));
    }

    private Func<Command, Task<Reply>> OnBooking(Guid id, string verb, PageForm form) =>
        verb switch
        {
            DeskAct.CheckIn => acts.CheckIn(id),
            DeskAct.Undo => acts.UndoCheckIn(id),
            DeskAct.CheckOut => acts.CheckOut(id),
            DeskAct.Approve => acts.Approve(id),
            DeskAct.Decline => acts.Decline(id, form.Text($"reason-{id}")),
            _ => acts.Cancel(id, "no-longer-needed"),
        };

    private static PlaceRequest RequestOf(PageForm form, DeskAct act, Guid? person) =>
        new(
            act.Place!,
            act.Window!.Value.Start,
            act.Window.Value.End,
            Math.Clamp(form.Number("people"), 1, LongestFree),
            OnBehalfOf: person ?? throw new RefusedException("not-found", "There is no such person."),
            Override: act.Overrides ? new OverrideRequest(form.Text("reason-override")) : null
        );
}
