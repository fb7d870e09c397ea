using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Audit;
using Center.Api.Tests.Infrastructure;
using Center.Domain.People;
using Center.Projections.Access;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>One round over several centres.</summary>
public sealed class SealLogTests(TestPostgres postgres) : IAsyncLifetime
{
    private LogRoom _room = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _room = await LogRoom.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task what_the_database_refuses_for_one_centre_keeps_no_other_from_being_sealed()
    {
        await _room.Database.Store.Advanced.AddMartenManagedTenantsAsync(Stopping, "a_centre", "z_centre");
        foreach (var centre in (string[])["a_centre", "z_centre"])
        {
            var context = EventContext.System("test", "request");
            await using var work = await _room.Database.Works.BeginAsync(centre, context, Stopping);
            work.Append("person/one", 0, [ReplayTests.Registered(AgeBand.Adult)]);
            await work.CommitAsync();
        }

        // A leaf that is there already, where the first one of the centre will be.
        await _room.Database.ExecuteAsync("insert into center.log_stretch values ('a_centre', 0, 0, '{}', ''::bytea)");
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var watch = new LogWatch(services.GetRequiredService<IMeterFactory>());
        var told = new Told();
        var settings = new LogSettings
        {
            KeyPath = "unused",
            Origin = "example.com/log",
            Pace = TimeSpan.FromMilliseconds(50),
        };
        var source = _room.Database.Source;
        var sequencer = new LogSequencer(source, _room.Key);
        using var sealing = new SealLog(sequencer, source, new Credentials(source), settings, watch, told);

        await sealing.StartAsync(Stopping);
        await SealedAsync("z_centre");
        await sealing.StopAsync(Stopping);

        told.Lines.ShouldContain(line => line.Contains("of a_centre was not sealed", StringComparison.Ordinal));
        told.Lines.ShouldNotContain(line => line.Contains("cannot be sealed now", StringComparison.Ordinal));
        (await _room.Tree.NewestAsync("a_centre", Stopping)).ShouldBeNull();
    }

    [Theory]
    [InlineData("23505", false)]
    [InlineData("40P01", false)]
    [InlineData("57014", false)]
    [InlineData("57P01", true)]
    [InlineData("08006", true)]
    [InlineData("53300", true)]
    public void only_a_database_out_of_reach_ends_a_round(string state, bool ends) =>
        DatabaseFailure.IsOutOfReach(new PostgresException("said", "ERROR", "ERROR", state)).ShouldBe(ends);

    [Fact]
    public void a_connection_that_fails_ends_a_round_and_a_statement_that_takes_too_long_does_not()
    {
        DatabaseFailure.IsOutOfReach(new NpgsqlException("lost", new System.IO.IOException())).ShouldBeTrue();
        DatabaseFailure.IsOutOfReach(new NpgsqlException("slow", new TimeoutException())).ShouldBeFalse();
        DatabaseFailure.IsOutOfReach(new InvalidOperationException()).ShouldBeFalse();
    }

    private async Task SealedAsync(string centre)
    {
        var patience = DateTime.UtcNow.AddSeconds(20);
        while (await _room.Tree.NewestAsync(centre, Stopping) is null)
        {
            DateTime.UtcNow.ShouldBeLessThan(patience, $"{centre} is not sealed");
            await Task.Delay(20, Stopping);
        }
    }

    private sealed class Told : ILogger<SealLog>
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyList<string> Lines => [.. _lines];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => _lines.Enqueue(formatter(state, exception));
    }
}
