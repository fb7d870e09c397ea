using System;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Bookings;
using Center.Api.Plumbing;
using Center.Domain.Bookings;
using Center.Domain.Kernel;

namespace Center.Api.Demonstration;

/// <summary>A booking from the wish to its end: held, asked for, approved, moved, given up, or used.</summary>
/// <param name="stage">The stage.</param>
/// <param name="wishes">Other times.</param>
/// <param name="desk">Where bookings are decided.</param>
/// <param name="placing">Places bookings.</param>
/// <param name="arrivals">Who comes and goes.</param>
internal sealed class BookingStory(
    Stage stage,
    Wishes wishes,
    BookingDesk desk,
    BookingPlacing placing,
    Arrivals arrivals
)
{
    private static readonly (string, int)[] _reasons =
    [
        ("no-longer-needed", 10),
        ("ill", 5),
        ("weather", 2),
        ("double", 2),
        ("other", 1),
    ];

    /// <summary>Books, and plans what becomes of it.</summary>
    public async Task PlaceAsync(DateTimeOffset now, Caller caller, PlaceRequest wish)
    {
        if (await placing.BookAsync(now, caller, wish) is { } placed)
        {
            GoOn(now, placed.Id, placed.Booking, caller);
        }
    }

    /// <summary>Takes a free seat or counter and sits down at once.</summary>
    public async Task TakeNowAsync(DateTimeOffset now, Caller caller, PlaceRequest wish)
    {
        if (await placing.BookAsync(now, caller, wish) is not { } placed)
        {
            return;
        }

        if (placed.Booking.Status == BookingStatus.Confirmed)
        {
            await arrivals.ComeAsync(now.AddSeconds(stage.Chance.Between(20, 90)), placed.Id, placed.Booking.Terms!);
            return;
        }

        GoOn(now, placed.Id, placed.Booking, caller);
    }

    private void GoOn(DateTimeOffset now, BookingId id, Booking booking, Caller booker)
    {
        switch (booking.Status)
        {
            case BookingStatus.Held:
                PlanConfirmation(now, id, booking.Deadline!.Value, booker);
                break;
            case BookingStatus.Requested:
                PlanApproval(now, id, booking.Deadline!.Value, booker);
                break;
            case BookingStatus.Confirmed:
                PlanUse(now, id, booking.Terms!, booker);
                break;
        }
    }

    private void PlanConfirmation(DateTimeOffset now, BookingId id, DateTimeOffset deadline, Caller booker)
    {
        var at = now + stage.Chance.Minutes(1, 7);
        if (at >= deadline || stage.Chance.Happens(25))
        {
            stage.Agenda.At(deadline, LapseAsync(id, booker));
            return;
        }

        stage.Agenda.At(
            at,
            then =>
                ActAsync(
                    then,
                    id,
                    booker,
                    booker,
                    (command, booking) => BookingDecider.Decide(Confirm(command, booking), booking)
                )
        );
    }

    private void PlanApproval(DateTimeOffset now, BookingId id, DateTimeOffset deadline, Caller booker)
    {
        var at = AtTheDesk(now + stage.Chance.Minutes(30, 20 * 60));
        if (at >= deadline || stage.Chance.Happens(6))
        {
            stage.Agenda.At(deadline, LapseAsync(id, booker));
            return;
        }

        var steward = stage.Chance.Of(stage.Cast.Stewards).Caller;
        var approves = stage.Chance.Happens(87);
        stage.Agenda.At(
            at,
            then =>
                ActAsync(
                    then,
                    id,
                    steward,
                    booker,
                    (command, booking) =>
                        approves
                            ? BookingDecider.Decide(new ApproveBooking(command.Work.Now), booking)
                            : BookingDecider.Decide(new DeclineBooking(command.Work.Now, "rule"), booking)
                )
        );
    }

    private void PlanUse(DateTimeOffset now, BookingId id, BookingTerms terms, Caller booker)
    {
        var wait = (int)Math.Max(1, (terms.Window.Start - now).TotalMinutes);
        var fate = stage.Chance.Between(1, 100);
        if (fate <= 12 && wait > 30)
        {
            stage.Agenda.At(now + stage.Chance.Minutes(1, wait), then => CancelAsync(then, id, booker));
        }
        else if (fate <= 18 && wait > 48 * 60)
        {
            var later = stage.Chance.Minutes(10, wait - (36 * 60));
            stage.Agenda.At(now + later, then => MoveAsync(then, id, booker));
        }
        else
        {
            arrivals.Plan(id, terms);
        }
    }

    private async Task CancelAsync(DateTimeOffset now, BookingId id, Caller booker)
    {
        var staff = stage.Chance.Happens(10);
        var (caller, by) = staff
            ? (stage.Chance.Of(stage.Cast.Stewards).Caller, CancelledBy.Staff)
            : (booker, CancelledBy.Booker);
        var reason = staff ? "closure" : stage.Chance.Of(_reasons);
        await ActAsync(
            now,
            id,
            caller,
            booker,
            (command, booking) => BookingDecider.Decide(new CancelBooking(command.Work.Now, reason, by), booking)
        );
    }

    private async Task MoveAsync(DateTimeOffset now, BookingId id, Caller booker)
    {
        var command = await stage.Telling.BeginAsync(booker, now);
        var read = await BookingDesk.ReadAsync(command, id);
        var terms = read.State.Terms!;
        var day = stage.Zone.DateOf(terms.Window.Start).AddDays(stage.Chance.Between(0, 4));
        if (stage.Book.Find(terms.Facility) is not { } place || wishes.Later(place, day) is not { } request)
        {
            return;
        }

        var wish = BookingWishes.Moved(command, stage.Book, terms, request);
        var moved = await desk.MoveAsync(command, stage.Book, id, read, wish);
        stage.Tally.Refused(moved.Refusal);
        if (moved.State.Status == BookingStatus.Requested)
        {
            PlanApproval(now, id, moved.State.Deadline!.Value, booker);
        }
        else
        {
            arrivals.Plan(id, moved.State.Terms!);
        }
    }

    private async Task ActAsync(
        DateTimeOffset now,
        BookingId id,
        Caller caller,
        Caller booker,
        Func<Command, Booking, Decision> decide
    )
    {
        var command = await stage.Telling.BeginAsync(caller, now);
        var read = await BookingDesk.ReadAsync(command, id);
        var acted = await desk.ActAsync(command, id, read, booking => decide(command, booking));
        if (!stage.Tally.Refused(acted.Refusal))
        {
            GoOn(command.Work.Now, id, acted.State, booker);
        }
    }

    private Func<DateTimeOffset, Task> LapseAsync(BookingId id, Caller booker) =>
        now =>
            ActAsync(
                now,
                id,
                stage.Callers.Lapse,
                booker,
                (command, booking) => BookingDecider.Decide(new LapseBooking(command.Work.Now), booking)
            );

    private ConfirmBooking Confirm(Command command, Booking booking) =>
        new(command.Work.Now, BookingDesk.RulesOf(stage.Book, booking.Terms!));

    // The front desk decides in the day-time.
    private DateTimeOffset AtTheDesk(DateTimeOffset instant)
    {
        var hour = stage.Zone.LocalOf(instant).Hour;
        var day = stage.Zone.DateOf(instant);
        return hour switch
        {
            < 9 => stage.Zone.InstantOf(day, new TimeOnly(9, 0)) + stage.Chance.Minutes(0, 90),
            >= 18 => stage.Zone.InstantOf(day.AddDays(1), new TimeOnly(9, 0)) + stage.Chance.Minutes(0, 90),
            _ => instant,
        };
    }
}
