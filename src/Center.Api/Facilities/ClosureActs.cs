using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Bookings;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Center.Projections.Facilities;

namespace Center.Api.Facilities;

/// <summary>What is done about closures, told once for clients and for pages.</summary>
/// <param name="desk">Cancels bookings in the way.</param>
internal sealed class ClosureActs(BookingDesk desk)
{
    /// <summary>Closes a facility or part for a time.</summary>
    public Func<Command, Task<Reply>> Announce(string code, ClosureRequest asked) =>
        async command =>
        {
            var (book, place) = await OpenAsync(command, code);
            var id = new ClosureId(command.NewId(command.Work.Now));
            var ask = new AnnounceClosure(
                id,
                place.Facility,
                place.IsPart ? place.Code : null,
                WindowOf(asked),
                ReasonOf(asked),
                command.Work.Now
            );
            var announced = await DecideAsync(command, book, place, now => ClosureDecider.Decide(ask, now));
            if (announced.Refusal is { } refusal)
            {
                return refusal;
            }

            var closure = announced.State.FindFacility(place.Facility)!.Closures.Single(one => one.Id == id);
            var affected = await CancelForClosure.RunAsync(command, desk, place, closure, asked.CancelBookings);
            return affected.Refusal is { } standing
                ? standing
                : Reply.Created(
                    $"/api/v1/facilities/{code}/closures/{id}",
                    ClosureAnswer.Of(closure) with
                    {
                        Affected = affected.Bookings,
                    },
                    announced.Version
                );
        };

    /// <summary>Takes a closure back.</summary>
    public static Func<Command, Task<Reply>> Withdraw(string code, Guid id) =>
        async command =>
        {
            var (book, place) = await OpenAsync(command, code);
            var ask = new WithdrawClosure(new ClosureId(id), place.Facility);
            var withdrawn = await DecideAsync(command, book, place, now => ClosureDecider.Decide(ask, now));
            return withdrawn.Refusal is { } refusal ? refusal : Reply.NoContent();
        };

    private static async Task<(CentreBook Book, Bookable Place)> OpenAsync(Command command, string code)
    {
        var book = await BookingDesk.OpenAsync(command);
        var place = book.Find(code) ?? throw new RefusedException("not-found", "There is no such facility.");
        if (!command.Caller.May(Permission.EditFacilities, place.Site))
        {
            throw new RefusedException("forbidden", "The site is outside your scope.");
        }

        // What has run out must give its units up before a closure can claim them.
        await BookingDesk.LapseAsync(command);
        return (book, place);
    }

    private static async Task<Decided<CentreBook>> DecideAsync(
        Command command,
        CentreBook book,
        Bookable place,
        Func<CentreBook, Decision> decide
    )
    {
        var stream = $"facility/{place.Facility}";
        var version = (await command.Work.FoldAsync(stream, 0, (count, _) => count + 1)).Version;
        var decided = command.Decide(stream, book, version, (state, e) => state.Evolve(stream, e), decide);
        AdmissionLedger.Of(command.Work).Close(book, decided.State);
        return decided;
    }

    private static TimeWindow WindowOf(ClosureRequest request) =>
        TimeWindow.TryMake(request.From, request.To)
        ?? throw new RefusedException("invalid-window", "The end lies after the start.", "to");

    private static string ReasonOf(ClosureRequest request) =>
        ClosureReasons.Know(request.ReasonCode)
            ? request.ReasonCode
            : throw new RefusedException("invalid-value", "There is no such reason code.", "reasonCode");
}
