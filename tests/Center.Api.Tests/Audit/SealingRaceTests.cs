using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Audit;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>Many append, some of them roll back, and two nodes seal at the same time.</summary>
public sealed class SealingRaceTests(TestPostgres postgres) : IAsyncLifetime
{
    private LogRoom _room = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _room = await LogRoom.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task two_nodes_seal_without_a_fork_while_many_append_and_some_roll_back()
    {
        using var second = LogRoom.KeyIn(_room.Folder);
        var appending = Task.WhenAll(Enumerable.Range(0, 6).Select(AppendSomeAsync));
        var outcomes = await Task.WhenAll(
            SealUntilAsync(appending, new LogSequencer(_room.Database.Source, _room.Key)),
            SealUntilAsync(appending, new LogSequencer(_room.Database.Source, second))
        );

        var last = await _room.PublishAsync();

        outcomes.SelectMany(outcome => outcome).ShouldContain(SealingOutcome.Published);
        outcomes.SelectMany(outcome => outcome).ShouldNotContain(SealingOutcome.Halted);
        last.Size.ShouldBeGreaterThan(120);
        (await _room.CheckAsync()).Findings.ShouldBeEmpty();
        await EachCheckpointIsTheBeginningOfAsync(last);
        (await _room.Database.CountAsync("select 1 from center.log_gap")).ShouldBeGreaterThan(0);
        (await CoveredPositionsAsync()).ShouldBe((await _room.StateAsync()).Position);
    }

    private async Task AppendSomeAsync(int worker)
    {
        for (var i = 0; i < 20; i++)
        {
            await _room.AppendAsync(1);
            if (i % 5 == worker % 5)
            {
                await RollBackAsync();
            }
        }
    }

    // As an append that fails after its position was drawn.
    private async Task RollBackAsync()
    {
        await using var connection = await _room.Database.Source.OpenConnectionAsync(Stopping);
        await using var transaction = await connection.BeginTransactionAsync(Stopping);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"select pg_advisory_xact_lock_shared({AdvisoryLocks.Log}, hashtext('test')), nextval('{LogRoom.Sequence}')";
        await command.ExecuteNonQueryAsync(Stopping);
        await Task.Delay(5, Stopping);
        await transaction.RollbackAsync(Stopping);
    }

    private static async Task<List<SealingOutcome>> SealUntilAsync(Task appending, LogSequencer sequencer)
    {
        var outcomes = new List<SealingOutcome>();
        while (!appending.IsCompleted)
        {
            outcomes.Add((await sequencer.RunAsync(LogRoom.Centre, Stopping)).Outcome);
            await Task.Delay(5, Stopping);
        }

        await appending;
        return outcomes;
    }

    private async Task EachCheckpointIsTheBeginningOfAsync(Checkpoint last)
    {
        var notes = new List<string>();
        await using (var command = _room.Database.Source.CreateCommand("select note from center.log_checkpoint"))
        {
            await using var reader = await command.ExecuteReaderAsync(Stopping);
            while (await reader.ReadAsync(Stopping))
            {
                notes.Add(reader.GetString(0));
            }
        }

        notes.Count.ShouldBeGreaterThan(1);
        foreach (var earlier in notes.Select(_room.Read))
        {
            var shape = ProofShape.OfConsistency(earlier.Size, last.Size);
            var tiles = await _room.Tree.TilesAsync(LogRoom.Centre, shape, last.Size, Stopping);
            ProofCheck
                .Extends(earlier.Size, last.Size, earlier.Root, last.Root, tiles.ProofOf(shape))
                .ShouldBeTrue($"{earlier.Size}");
        }
    }

    // Every position up to the last is a leaf or lies in a gap, and none is both.
    private async Task<long> CoveredPositionsAsync()
    {
        await using var command = _room.Database.Source.CreateCommand(
            """
            select (select count(*) from center.log_leaf where position is not null)
              + (select coalesce(sum(cardinality(events)), 0) from center.log_stretch)
              + (select coalesce(sum(last - first + 1), 0) from center.log_gap)
            """
        );
        return Convert.ToInt64(await command.ExecuteScalarAsync(Stopping), null);
    }
}
