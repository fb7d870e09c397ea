using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>
/// How far the centres' logs are final, for those who ask often: the log's lock is taken only when the log has grown since
/// this node looked last, and once for all who ask at the same moment.
/// </summary>
/// <param name="source">Connections to the database.</param>
public sealed class FinalPositions(NpgsqlDataSource source)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, Known> _centres = new(StringComparer.Ordinal);

    /// <summary>
    /// The newest final position. Whatever was committed before the call lies at or below it, unless an append has been
    /// under way for long; then it is the newest that was known before.
    /// </summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>0 when nothing is final.</returns>
    public async Task<long> NowAsync(string centre, CancellationToken stopping)
    {
        var known = _centres.GetOrAdd(centre, _ => new Known());
        await using var connection = await source.OpenConnectionAsync(stopping);
        var head = await ViewProgress.HeadAsync(connection, centre, stopping);
        if (known.Final >= head)
        {
            return known.Final;
        }

        await known.Turn.WaitAsync(stopping);
        try
        {
            if (
                known.Final < head
                && await LogEnd.TryFinalPositionAsync(connection, centre, _patience, stopping) is { } final
            )
            {
                known.Final = final;
            }

            return known.Final;
        }
        finally
        {
            known.Turn.Release();
        }
    }

    private sealed class Known
    {
        private long _final;

        public long Final
        {
            get => Interlocked.Read(ref _final);
            set => Interlocked.Exchange(ref _final, value);
        }

        // Owns nothing that must be given back: it is only awaited.
        public SemaphoreSlim Turn { get; } = new(1);
    }
}
