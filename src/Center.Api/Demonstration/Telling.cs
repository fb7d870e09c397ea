using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Facilities;
using Center.Projections.EventStore;
using Center.Projections.Facilities;

namespace Center.Api.Demonstration;

/// <summary>
/// Tells the past through <see cref="Work"/>, several acts in a transaction, each at its own instant. Streams are read with
/// what the open transaction has appended; rows of views are not, so an act that reads rows begins a new transaction when
/// the open one has touched them.
/// </summary>
/// <param name="works">Opens transactions on the clock.</param>
/// <param name="clock">The clock of the story.</param>
/// <param name="chance">Brings ids.</param>
/// <param name="centre">The centre (tenant).</param>
/// <param name="stopping">Gives up; what is not committed is undone.</param>
internal sealed class Telling(
    WorkFactory works,
    SimulatedClock clock,
    Chance chance,
    string centre,
    CancellationToken stopping
) : IAsyncDisposable
{
    /// <summary>The channel of everything that a demonstration tells.</summary>
    public const string Channel = "demonstration";

    // Enough to share the cost of a commit; few enough that a running service does not wait for the admission lock.
    private const int MostActs = 60;

    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private Work? _work;
    private int _acts;

    /// <summary>The centre's definition as the open transaction sees it.</summary>
    public CentreBook Book { get; private set; } = CentreBook.Empty;

    /// <summary>Begins an act.</summary>
    /// <param name="caller">Who acts.</param>
    /// <param name="at">When; never before the act that came last.</param>
    /// <param name="reads">Streams that it changes and whose rows it reads.</param>
    public async Task<Command> BeginAsync(Caller caller, DateTimeOffset at, params string[] reads)
    {
        if (_acts >= MostActs || reads.Any(_touched.Contains))
        {
            await CommitAsync();
        }

        var now = clock.MoveOn(at);
        var context = ContextOf(caller, now);
        _work ??= await OpenAsync(context);
        _work.MoveOn(now);
        _work.Context = context;
        _touched.UnionWith(reads);
        _acts++;
        return new Command(_work, caller, null) { NewId = chance.IdAt };
    }

    /// <summary>Commits what was told since the last time.</summary>
    public async Task CommitAsync()
    {
        if (_work is not { } work)
        {
            return;
        }

        _work = null;
        _acts = 0;
        _touched.Clear();
        await using (work)
        {
            stopping.ThrowIfCancellationRequested();
            await work.CommitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_work is not null)
        {
            await _work.DisposeAsync();
        }
    }

    private async Task<Work> OpenAsync(EventContext context)
    {
        var work = await works.BeginLockedAsync(centre, context, _ => { }, stopping);
        Book = await work.BookAsync();
        return work;
    }

    private EventContext ContextOf(Caller caller, DateTimeOffset now)
    {
        var request = chance.IdAt(now).ToString();
        if (caller.Subject == Callers.LapseSubject)
        {
            return EventContext.System("lapse", request) with { Channel = Channel };
        }

        var role = JsonNamingPolicy.KebabCaseLower.ConvertName(caller.Role.ToString());
        return new EventContext(caller.Subject, role, Channel, request, request);
    }
}
