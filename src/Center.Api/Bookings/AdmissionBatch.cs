using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Center.Projections.EventStore;
using Center.Projections.Facilities;

namespace Center.Api.Bookings;

/// <summary>
/// Decides commands one after another in one transaction, each seeing those before it, and answers all of them after the
/// commit. What one does wrong stays its own: a failed batch is split until the culprit is alone.
/// </summary>
/// <param name="works">Opens transactions.</param>
/// <param name="centre">The centre (tenant).</param>
/// <param name="watch">Counts what was decided.</param>
internal sealed class AdmissionBatch(WorkFactory works, string centre, AdmissionWatch watch)
{
    private const int Attempts = 4;
    private const int LongestWait = 500;
    private const int LongestWaitTogether = 100;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Decides and answers; never throws. While the database is away it is tried again, until the last who came has waited
    /// 15 seconds; then all are told to come again.
    /// </summary>
    public Task RunAsync(IReadOnlyList<WaitingCommand> commands) =>
        commands.Count == 0 ? Task.CompletedTask : RunAsync(commands, commands.Max(one => one.Arrived) + _patience, 1);

    private async Task RunAsync(IReadOnlyList<WaitingCommand> commands, DateTime giveUp, int attempt)
    {
        if (commands.Count == 0)
        {
            return;
        }

        try
        {
            await WriteAsync(commands, giveUp);
        }
        catch (FaultyCommandException faulty)
        {
            Fail([faulty.Command], faulty.InnerException!);
            await RunAsync([.. commands.Where(other => other != faulty.Command)], giveUp, attempt);
        }
        catch (Exception away) when (DatabaseFailure.IsPassing(away) && !DatabaseFailure.IsUndone(away))
        {
            // Nobody's fault, and perhaps committed: to try the halves would only make all wait longer.
            Fail(commands, away);
        }
        catch (Exception) when (commands.Count > 1)
        {
            await RunAsync([.. commands.Take(commands.Count / 2)], giveUp, 1);
            await RunAsync([.. commands.Skip(commands.Count / 2)], giveUp, 1);
        }
        catch (StaleStreamException) when (attempt < Attempts)
        {
            await Task.Delay(RandomNumberGenerator.GetInt32(1, 10 * attempt));
            await RunAsync(commands, giveUp, attempt + 1);
        }
        catch (StaleStreamException)
        {
            Tell(commands, [CommandAnswer.Contended]);
        }
        catch (Exception why)
        {
            Fail(commands, why);
        }
    }

    /// <summary>
    /// Writes a batch, and again after a failure of the database that passes. If a commit was under way, the next attempt
    /// first looks whether it has happened: under the lock, so a commit that is still going on is waited for. A failure that
    /// the server repeats may be the fault of one of the batch, which is then for the caller to find.
    /// </summary>
    private async Task WriteAsync(IReadOnlyList<WaitingCommand> commands, DateTime giveUp)
    {
        Attempt? lost = null;
        for (var wait = 20; ; wait = Math.Min(2 * wait, LongestWait))
        {
            var attempt = new Attempt();
            try
            {
                await WriteOnceAsync(commands, attempt, lost);
                return;
            }
            catch (Exception gone) when (DatabaseFailure.IsPassing(gone) && DateTime.UtcNow < giveUp)
            {
                var undone = DatabaseFailure.IsUndone(gone);
                if (undone && commands.Count > 1 && wait > LongestWaitTogether)
                {
                    throw;
                }

                lost =
                    attempt.FirstEvent is not null && !undone ? attempt
                    : attempt.LostIsKnown ? null
                    : lost;
                await Task.Delay(wait);
            }
        }
    }

    private async Task WriteOnceAsync(IReadOnlyList<WaitingCommand> commands, Attempt attempt, Attempt? lost)
    {
        var plan = new AdmissionPlan(works, centre, commands, lost?.FirstEvent);
        var context = EventContext.System("admission", $"admission-{Guid.CreateVersion7()}");
        await using var work = await works.BeginLockedAsync(centre, context, plan.Ask, CancellationToken.None);
        attempt.LostIsKnown = true;
        if (plan.HasHappened)
        {
            Tell(commands, lost!.Answers);
            return;
        }

        await plan.PrepareAsync(work);
        foreach (var command in commands)
        {
            attempt.Answers.Add(await DecideAsync(work, command, plan));
        }

        if (work.HasChanges)
        {
            attempt.FirstEvent = work.FirstEvent;
            await work.CommitAsync();
        }

        Tell(commands, attempt.Answers);
    }

    private static async Task<CommandAnswer> DecideAsync(Work work, WaitingCommand command, AdmissionPlan plan)
    {
        var (head, kept) = (command.Head, plan.Kept);
        if (!plan.StandsFor(head.Caller))
        {
            return CommandAnswer.CallerChanged;
        }

        var place = KeyPlace.Of(head);
        if (place is { } known && kept.TryGetValue(known, out var before))
        {
            return CommandAnswer.Again(before, head.BodyHash);
        }

        try
        {
            work.Context = head.Context;
            var reply = await command.Handle(new Command(work, head.Caller, head.IfMatch));
            if (reply.Refusal is null && place is { } here)
            {
                IdempotencyKeys.Keep(work, head, reply);
                kept[here] = KeptAnswer.Of(head, reply);
            }

            return CommandAnswer.Of(reply);
        }
        catch (RefusedException refused)
        {
            return CommandAnswer.Of(refused.Refusal);
        }
        catch (Exception fault) when (fault is not StaleStreamException && DatabaseFailure.In(fault) is null)
        {
            throw new FaultyCommandException(command, fault);
        }
    }

    private void Tell(IReadOnlyList<WaitingCommand> commands, List<CommandAnswer> answers)
    {
        foreach (var (command, answer) in commands.Zip(answers))
        {
            watch.Note(centre, answer);
            command.Tell(answer);
        }
    }

    private void Fail(IReadOnlyList<WaitingCommand> commands, Exception why)
    {
        watch.NoteFailed(centre, commands.Count);
        foreach (var command in commands)
        {
            command.Fail(why);
        }
    }

    private sealed class Attempt
    {
        /// <summary>Whether the fate of the attempt before is known: the database was asked.</summary>
        public bool LostIsKnown { get; set; }

        public List<CommandAnswer> Answers { get; } = [];

        public EventPlace? FirstEvent { get; set; }
    }

    private sealed class FaultyCommandException(WaitingCommand command, Exception fault) : Exception(null, fault)
    {
        public WaitingCommand Command => command;
    }
}
