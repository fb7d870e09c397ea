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
internal sealed class AdmissionBatch(WorkFactory works, string centre)
{
    private const int Attempts = 4;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    /// <summary>Decides and answers; never throws.</summary>
    public Task RunAsync(IReadOnlyList<WaitingCommand> commands) => RunAsync(commands, 1);

    private async Task RunAsync(IReadOnlyList<WaitingCommand> commands, int attempt)
    {
        if (commands.Count == 0)
        {
            return;
        }

        try
        {
            await WriteAsync(commands);
        }
        catch (FaultyCommandException faulty)
        {
            faulty.Command.Fail(faulty.InnerException!);
            await RunAsync([.. commands.Where(other => other != faulty.Command)], attempt);
        }
        catch (Exception) when (commands.Count > 1)
        {
            var half = commands.Count / 2;
            await RunAsync([.. commands.Take(half)], 1);
            await RunAsync([.. commands.Skip(half)], 1);
        }
        catch (StaleStreamException) when (attempt < Attempts)
        {
            await Task.Delay(RandomNumberGenerator.GetInt32(1, 10 * attempt));
            await RunAsync(commands, attempt + 1);
        }
        catch (StaleStreamException)
        {
            var refusal = new Refusal("overloaded", "Others kept changing the same thing; try again.");
            commands[0].Tell(CommandAnswer.Of(refusal));
        }
        catch (Exception why)
        {
            commands[0].Fail(why);
        }
    }

    /// <summary>
    /// Writes a batch, and again after a lost connection or another failure of the database that passes. If the commit was under way, the next attempt first looks
    /// whether it has happened: under the lock, so a commit that is still going on is waited for.
    /// </summary>
    private async Task WriteAsync(IReadOnlyList<WaitingCommand> commands)
    {
        var giveUp = DateTime.UtcNow + _patience;
        Attempt? lost = null;
        for (var wait = 20; ; wait *= 2)
        {
            var attempt = new Attempt();
            try
            {
                await WriteOnceAsync(commands, attempt, lost);
                return;
            }
            catch (Exception gone) when (DatabaseFailure.IsPassing(gone) && DateTime.UtcNow < giveUp)
            {
                lost = attempt.FirstEvent is null ? lost : attempt;
                await Task.Delay(Math.Min(wait, 500));
            }
        }
    }

    private async Task WriteOnceAsync(IReadOnlyList<WaitingCommand> commands, Attempt attempt, Attempt? lost)
    {
        var plan = new AdmissionPlan(works, centre, commands, lost?.FirstEvent);
        var context = EventContext.System("admission", $"admission-{Guid.CreateVersion7()}");
        await using var work = await works.BeginLockedAsync(centre, context, plan.Ask, CancellationToken.None);
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

    private static void Tell(IReadOnlyList<WaitingCommand> commands, List<CommandAnswer> answers)
    {
        foreach (var (command, answer) in commands.Zip(answers))
        {
            command.Tell(answer);
        }
    }

    private sealed class Attempt
    {
        public List<CommandAnswer> Answers { get; } = [];

        public Guid? FirstEvent { get; set; }
    }

    private sealed class FaultyCommandException(WaitingCommand command, Exception fault) : Exception(null, fault)
    {
        public WaitingCommand Command => command;
    }
}
