using System;
using System.Threading;
using System.Threading.Tasks;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.EventStore;

/// <summary>Opens transactions.</summary>
/// <param name="store">The event store.</param>
/// <param name="clock">
/// The system's clock means: decide by the database's instant, so that nodes with skewed clocks agree. Any other clock
/// (a test's, a demonstration's) is taken at its word.
/// </param>
/// <param name="kept">
/// Connections for what is decided under the admission lock; null to take any of the store's. They are few, so whatever
/// PostgreSQL has learned about the statements is there each time: a pool that all share hands its connections out in turn.
/// </param>
public sealed class WorkFactory(IDocumentStore store, TimeProvider clock, LockedConnections? kept = null)
{
    private const string LockCentre = "select pg_advisory_xact_lock($1, hashtext($2))";

    // Sees the clock after the lock has been waited for.
    private const string Instant = "select coalesce($1::timestamptz, clock_timestamp())";

    /// <summary>Begins a transaction.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="context">Metadata of the events to come.</param>
    /// <param name="stopping">Gives up; what is not committed is undone.</param>
    public Task<Work> BeginAsync(string centre, EventContext context, CancellationToken stopping) =>
        BeginAsync(centre, context, false, new RoundTrip(), stopping);

    /// <summary>
    /// Begins a transaction with the centre's admission lock, see <see cref="Work.LockCentreAsync"/>; all in one round
    /// trip with the first questions.
    /// </summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="context">Metadata of the events to come.</param>
    /// <param name="ask">Adds questions that are asked under the lock.</param>
    /// <param name="stopping">Gives up; what is not committed is undone.</param>
    public Task<Work> BeginLockedAsync(
        string centre,
        EventContext context,
        Action<RoundTrip> ask,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(ask);
        var trip = new RoundTrip();
        trip.AskRows(
            LockCentre,
            _ => { },
            new NpgsqlParameter { Value = AdvisoryLocks.Admission },
            new NpgsqlParameter { Value = centre }
        );
        ask(trip);
        return BeginAsync(centre, context, true, trip, stopping);
    }

    /// <summary>The injected instant as a parameter for SQL; null stands for the database's own.</summary>
    public NpgsqlParameter InstantOrNull() =>
        new()
        {
            NpgsqlDbType = NpgsqlDbType.TimestampTz,
            Value = IsInjected ? clock.GetUtcNow().UtcDateTime : DBNull.Value,
        };

    private bool IsInjected => !ReferenceEquals(clock, TimeProvider.System);

    private async Task<Work> BeginAsync(
        string centre,
        EventContext context,
        bool locked,
        RoundTrip trip,
        CancellationToken stopping
    )
    {
        var own = locked && kept is not null ? await OwnTransaction.BeginAsync(kept, stopping) : null;
        var session = own is null ? store.LightweightSession(centre) : store.LightweightSession(own.For(centre));
        try
        {
            if (own is null)
            {
                await session.BeginTransactionAsync(stopping);
            }

            var now = default(DateTime);
            trip.AskRows(Instant, row => now = row.GetDateTime(0), InstantOrNull());
            await trip.GoAsync(session.Connection!, stopping);
            return new Work(session, own, centre, context, Cut(now), IsInjected, locked, stopping);
        }
        catch
        {
            await session.DisposeAsync();
            if (own is not null)
            {
                await own.DisposeAsync();
            }

            throw;
        }
    }

    // PostgreSQL keeps microseconds; what is decided on must be what is stored.
    internal static DateTimeOffset Cut(DateTime instant)
    {
        var utc = new DateTimeOffset(DateTime.SpecifyKind(instant, DateTimeKind.Utc));
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
