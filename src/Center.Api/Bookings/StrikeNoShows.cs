using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.Facilities;
using Center.Projections.People;

namespace Center.Api.Bookings;

/// <summary>
/// Policy: whoever did not come to a booking of his or her own gets a strike in the transaction of its release, and after
/// too many of them a suspension; whoever turns out to have been there has it withdrawn. Bookings of organisations give no
/// strikes, and of whoever was erased nothing new is recorded. Runs under the centre's admission lock.
/// </summary>
internal static class StrikeNoShows
{
    /// <summary>Records the strike of a booking that was just released, unless the release came late.</summary>
    public static async Task RecordAsync(Command command, BookingId id, Booking booking, IReadOnlyList<object> events)
    {
        if (
            !events.OfType<BookingReleasedAsNoShow>().Any(released => !released.Late)
            || booking.Terms is not { Person: { } person, Organisation: null } terms
            || await RuleAsync(command, terms) is not { } rule
        )
        {
            return;
        }

        var now = command.Work.Now;
        var strike = new RecordStrike(id, booking.LeftAt!.Value, now, rule.Strikes, rule.WithinDays, rule.SuspendDays);
        await DecideAsync(command, terms, person, state => StandingDecider.Decide(strike, state));
    }

    /// <summary>Withdraws the strike of a released booking, if it gave one.</summary>
    public static async Task WithdrawAsync(Command command, BookingId id, BookingTerms terms)
    {
        if (terms is { Person: { } person, Organisation: null })
        {
            var withdraw = new WithdrawStrike(id, StandingReasons.WasThere, command.Work.Now);
            await DecideAsync(command, terms, person, state => StandingDecider.Decide(withdraw, state));
        }
    }

    private static async Task<NoShowRule?> RuleAsync(Command command, BookingTerms terms)
    {
        var book = await command.Work.BookAsync();
        return book.Find(terms.Facility) is { } place
            ? book.RulesFor(place, book.Zone.DateOf(terms.Window.Start)).NoShow
            : null;
    }

    private static async Task DecideAsync(
        Command command,
        BookingTerms terms,
        PersonId person,
        Func<Standing, Decision> decide
    )
    {
        var (record, known, standing, version) = await Standings.OfAsync(command.Work, person);
        if (known.Erased)
        {
            return;
        }

        var context = command.Work.Context;
        command.Work.Context = context with { PolicyVersion = terms.PolicyVersion, OnBehalfOf = null };
        (command with { IfMatch = null, OnlyNew = false }).Decide(
            PersonView.StreamOf(record),
            standing,
            version,
            Standing.Evolve,
            decide
        );
        command.Work.Context = context;
    }
}
