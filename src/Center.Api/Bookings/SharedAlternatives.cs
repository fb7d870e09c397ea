using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Bookings;
using Npgsql;

namespace Center.Api.Bookings;

/// <summary>
/// Finds ways out, once for all who are refused the same at the same time: in a rush hundreds are. Nobody is told what was
/// read before he asked, so what he lost the place to is always seen.
/// </summary>
/// <param name="source">Connections to the database.</param>
internal sealed class SharedAlternatives(NpgsqlDataSource source)
{
    private readonly Lock _gate = new();

    // While somebody reads; the turn that comes next, or null as long as nobody waits for one.
    private readonly Dictionary<Asked, Turn?> _next = [];

    /// <summary>What <see cref="Alternatives"/> finds for a wish.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="book">The centre's definition.</param>
    /// <param name="wish">What was refused.</param>
    /// <param name="now">The instant; of those who share, that of the first counts.</param>
    public async Task<IReadOnlyList<Alternative>> FindAsync(
        string centre,
        CentreBook book,
        BookingWish wish,
        DateTimeOffset now
    )
    {
        var horizon = book.Reach(Alternatives.Horizon(wish.Window, book.Zone));
        var turn = Join(new Asked(centre, horizon), now);
        var busy = await turn.Busy.Task;
        var wanted = new Wanted(wish.Place.Code, wish.Window, wish.People, wish.Units);
        return turn.Found.GetOrAdd(wanted, _ => Alternatives.Find(wish, book, busy, now));
    }

    private Turn Join(Asked asked, DateTimeOffset now)
    {
        lock (_gate)
        {
            var isRead = _next.TryGetValue(asked, out var turn);
            _next[asked] = turn ??= new Turn(now);
            if (!isRead)
            {
                _ = Task.Run(() => ServeAsync(asked));
            }

            return turn;
        }
    }

    private async Task ServeAsync(Asked asked)
    {
        while (TakeTurn(asked) is { } turn)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync();
                turn.Busy.SetResult(await AdmissionReads.BusyAsync(connection, asked.Centre, asked.Horizon, turn.Now));
            }
            catch (Exception wrong)
            {
                turn.Busy.SetException(wrong);
            }
        }
    }

    // Who comes from here on waits for the next turn: this one may see less.
    private Turn? TakeTurn(Asked asked)
    {
        lock (_gate)
        {
            if (_next.Remove(asked, out var turn) && turn is not null)
            {
                _next[asked] = null;
            }

            return turn;
        }
    }

    private readonly record struct Asked(string Centre, TimeWindow Horizon);

    // All of a wish that ways out depend on.
    private readonly record struct Wanted(string Place, TimeWindow Window, int People, int? Units);

    private sealed record Turn(DateTimeOffset Now)
    {
        public TaskCompletionSource<IReadOnlyList<BusyUnit>> Busy { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentDictionary<Wanted, IReadOnlyList<Alternative>> Found { get; } = [];
    }
}
