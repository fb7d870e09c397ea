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
/// strikes. A strike is recorded under the record that counts, by all that the person's records say; it is withdrawn from
/// the one that it stands in; of whoever was erased nothing new is recorded. Runs under the centre's admission lock.
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
        var stands = await Standings.OfAsync(command.Work, person);
        if (stands.Person.Erased)
        {
            return;
        }

        var counts = stands.Records[0] with { Standing = stands.Standing };
        Decide(command, terms, counts, state => StandingDecider.Decide(strike, state));
    }

    /// <summary>Withdraws the strike of a released booking, if it gave one.</summary>
    public static async Task WithdrawAsync(Command command, BookingId id, BookingTerms terms)
    {
        if (terms is { Person: { } person, Organisation: null })
        {
            var withdraw = new WithdrawStrike(id, StandingReasons.WasThere, command.Work.Now);
            var stands = await Standings.OfAsync(command.Work, person);
            foreach (var record in stands.Person.Erased ? [] : stands.Records)
            {
                Decide(command, terms, record, state => StandingDecider.Decide(withdraw, state));
            }
        }
    }

    private static async Task<NoShowRule?> RuleAsync(Command command, BookingTerms terms)
    {
        var book = await command.Work.BookAsync();
        return book.Find(terms.Facility) is { } place
            ? book.RulesFor(place, book.Zone.DateOf(terms.Window.Start)).NoShow
            : null;
    }

    private static void Decide(
        Command command,
        BookingTerms terms,
        RecordStanding record,
        Func<Standing, Decision> decide
    )
    {
        var context = command.Work.Context;
        command.Work.Context = context with { PolicyVersion = terms.PolicyVersion, OnBehalfOf = null };
        (command with { IfMatch = null, OnlyNew = false }).Decide(
            PersonView.StreamOf(record.Id),
            record.Standing,
            record.Version,
            Standing.Evolve,
            decide
        );
        command.Work.Context = context;
    }
}
