using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.People;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.People;

/// <summary>How a person stands after no-shows, and mercy.</summary>
internal static class StandingEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/people/{id:guid}/standing", One).Requires(Permission.SeeSelf);
        api.MapPost("/people/{id:guid}/standing/lift", Lift).Requires(Permission.OverrideRules);
        api.MapPost("/people/{id:guid}/strikes/{booking:guid}/withdraw", Withdraw).Requires(Permission.OverrideRules);
    }

    private static async Task<IResult> One(
        Guid id,
        HttpContext http,
        IDocumentStore store,
        NpgsqlDataSource source,
        TimeProvider clock,
        CancellationToken stopping
    )
    {
        _ = new QueryParameters(http.Request);
        var caller = Caller.Of(http);
        await using var session = store.QuerySession(caller.Centre);
        await PeopleQueries.RefuseForeignAsync(session, caller, id);
        var read = await ReadAsync(source, session, new PersonId(id), stopping);
        return read.Person.Registration is null ? throw new RefusedException("not-found", "There is no such person.")
            : read.Person.Erased ? throw new RefusedException(PersonDecider.Erased)
            : new JsonAnswer(StandingAnswer.Of(read, clock.GetUtcNow()), read.Version);
    }

    private static Task<IResult> Lift(Guid id, Body<LiftRequest> body, CommandDoor door) =>
        door.RunAsync(body, Lifting(id, body.Value.ReasonCode));

    private static Task<IResult> Withdraw(Guid id, Guid booking, Body<WithdrawRequest> body, CommandDoor door) =>
        door.RunAsync(body, Withdrawing(id, booking, body.Value.ReasonCode));

    /// <summary>Lifts a suspension; told once for clients and for pages.</summary>
    public static Func<Command, Task<Reply>> Lifting(Guid id, string reason) =>
        Forgiving(id, reason, (state, now) => StandingDecider.Decide(new LiftSuspension(reason, now), state));

    /// <summary>Withdraws a strike; told once for clients and for pages.</summary>
    public static Func<Command, Task<Reply>> Withdrawing(Guid id, Guid booking, string reason) =>
        Forgiving(
            id,
            reason,
            (state, now) => StandingDecider.Decide(new WithdrawStrike(new BookingId(booking), reason, now), state)
        );

    // Under the lock under which bookings are decided: whoever books at this moment is decided before or after it.
    private static Func<Command, Task<Reply>> Forgiving(
        Guid id,
        string reason,
        Func<Standing, DateTimeOffset, Decision> decide
    ) =>
        async command =>
        {
            if (!StandingReasons.Know(reason))
            {
                throw new RefusedException("invalid-value", "There is no such reason code.", "reasonCode");
            }

            await command.Work.LockCentreAsync();
            var read = await Standings.OfAsync(command.Work, new PersonId(id));
            if (read.Person.Registration is null)
            {
                return new Refusal("not-found", "There is no such person.");
            }

            if (read.Person.Erased)
            {
                return PersonDecider.Erased;
            }

            return command.StaleAt(read.Version) is { } stale ? stale : ForgiveEach(command, read, decide);
        };

    // Each record forgives what it was imposed, so that each stands by its own events.
    private static Reply ForgiveEach(
        Command command,
        PersonStanding read,
        Func<Standing, DateTimeOffset, Decision> decide
    )
    {
        var records = new List<RecordStanding>();
        foreach (var record in read.Records)
        {
            var forgiven = (command with { IfMatch = null }).Decide(
                PersonView.StreamOf(record.Id),
                record.Standing,
                record.Version,
                Standing.Evolve,
                state => decide(state, command.Work.Now)
            );
            records.Add(record with { Standing = forgiven.State, Version = forgiven.Version });
        }

        var after = new PersonStanding(read.Id, read.Person, records.ToValueList());
        return Reply.Ok(StandingAnswer.Of(after, command.Work.Now), after.Version);
    }

    /// <summary>How a person stands, by all records.</summary>
    public static async Task<PersonStanding> ReadAsync(
        NpgsqlDataSource source,
        IQuerySession session,
        PersonId person,
        CancellationToken stopping
    )
    {
        var one = await SamePeople.OfAsync(source, session.TenantId, person, stopping);
        var events = new Dictionary<PersonId, IReadOnlyList<object>>();
        foreach (var record in one.Records)
        {
            var read = await session.Events.FetchStreamAsync(PersonView.StreamOf(record), token: stopping);
            events[record] = [.. read.Select(e => e.Data)];
        }

        return Standings.Of(one, record => events[record]);
    }
}

/// <summary>What lifting a suspension takes.</summary>
/// <param name="ReasonCode">Why; see <see cref="StandingReasons"/>.</param>
internal sealed record LiftRequest(string ReasonCode);

/// <summary>What withdrawing a strike takes.</summary>
/// <param name="ReasonCode">Why; see <see cref="StandingReasons"/>.</param>
internal sealed record WithdrawRequest(string ReasonCode);

/// <summary>How a person stands.</summary>
/// <param name="Person">The record that counts.</param>
/// <param name="Strikes">Bookings to which the person did not come, in the order in which they were recorded.</param>
/// <param name="SuspendedUntil">End of the suspension that stands, exclusive; absent when none does.</param>
/// <param name="Version">Version of the person.</param>
internal sealed record StandingAnswer(
    Guid Person,
    IReadOnlyList<StrikeAnswer> Strikes,
    DateTimeOffset? SuspendedUntil,
    long Version
)
{
    public static StandingAnswer Of(PersonStanding read, DateTimeOffset now) =>
        new(
            read.Id.Value,
            [.. read.Standing.Strikes.Select(one => new StrikeAnswer(one.Booking.Value, one.At, !one.Spent))],
            read.Standing.SuspendedUntil(now),
            read.Version
        );
}

/// <summary>A booking to which the person did not come.</summary>
/// <param name="Booking">The booking.</param>
/// <param name="At">When it was given free.</param>
/// <param name="Counts">Whether it can still lead to a suspension, within the days that the rules say.</param>
internal sealed record StrikeAnswer(Guid Booking, DateTimeOffset At, bool Counts);
