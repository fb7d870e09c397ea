using System;
using System.Threading;
using System.Threading.Tasks;
using Marten;

namespace Center.Projections.EventStore;

/// <summary>Opens transactions.</summary>
/// <param name="store">The event store.</param>
/// <param name="clock">
/// The system's clock means: decide by the database's instant, so that nodes with skewed clocks agree. Any other clock
/// (a test's, a demonstration's) is taken at its word.
/// </param>
public sealed class WorkFactory(IDocumentStore store, TimeProvider clock)
{
    /// <summary>Begins a transaction.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="context">Metadata of the events to come.</param>
    /// <param name="stopping">Gives up; what is not committed is undone.</param>
    public async Task<Work> BeginAsync(string centre, EventContext context, CancellationToken stopping)
    {
        var session = store.LightweightSession(centre);
        try
        {
            await session.BeginTransactionAsync(stopping);
            var now = ReferenceEquals(clock, TimeProvider.System)
                ? await DatabaseNowAsync(session, stopping)
                : clock.GetUtcNow();
            return new Work(session, centre, context, Cut(now), stopping);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private static async Task<DateTimeOffset> DatabaseNowAsync(IDocumentSession session, CancellationToken stopping)
    {
        await using var command = session.Connection!.CreateCommand();
        command.CommandText = "select clock_timestamp()";
        var instant = (DateTime)(await command.ExecuteScalarAsync(stopping))!;
        return new DateTimeOffset(DateTime.SpecifyKind(instant, DateTimeKind.Utc));
    }

    // PostgreSQL keeps microseconds; what is decided on must be what is stored.
    private static DateTimeOffset Cut(DateTimeOffset instant) =>
        instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));
}
