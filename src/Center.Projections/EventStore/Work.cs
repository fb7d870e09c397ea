using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using JasperFx.Events;
using Marten;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>
/// One transaction of one centre: reads, decides and writes at one instant. The only place that appends events, and so
/// the only writer of their metadata. Not thread-safe; ends with <see cref="CommitAsync"/> or, undone, with disposal.
/// </summary>
public sealed partial class Work : IAsyncDisposable
{
    private readonly OwnTransaction? _own;
    private readonly PendingWrites _pending = new();
    private readonly EventAppend _append;
    private readonly List<Action> _beforeCommit = [];
    private readonly List<Action> _afterCommit = [];
    private readonly Dictionary<Type, object> _remembered = [];
    private readonly StreamMemory _streams;
    private readonly bool _injectedClock;
    private bool _locked;
    private readonly CancellationToken _stopping;

    internal Work(
        IDocumentSession session,
        OwnTransaction? own,
        string centre,
        EventContext context,
        DateTimeOffset now,
        bool injectedClock,
        bool locked,
        CancellationToken stopping
    )
    {
        _injectedClock = injectedClock;
        _locked = locked;
        Session = session;
        _own = own;
        Centre = centre;
        Context = context;
        Now = now;
        _stopping = stopping;
        _streams = new StreamMemory(centre);
        _append = new EventAppend(centre);
    }

    /// <summary>The centre (tenant) that this transaction belongs to.</summary>
    public string Centre { get; }

    /// <summary>The instant that everything in this transaction is decided at: the database's, unless a clock is injected.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Metadata of the events appended from now on.</summary>
    public EventContext Context { get; set; }

    /// <summary>The first event appended; it tells whether a commit whose answer was lost has happened.</summary>
    public EventPlace? FirstEvent { get; private set; }

    /// <summary>Whether there is anything to commit.</summary>
    public bool HasChanges => !_pending.IsEmpty || !_append.IsEmpty;

    /// <summary>The Marten session; for reading, and for views that are kept in the same transaction.</summary>
    public IDocumentSession Session { get; }

    /// <summary>The connection of the open transaction, for tables that are not documents.</summary>
    public NpgsqlConnection Connection => Session.Connection!;

    /// <summary>
    /// Moves the instant on, so that a past that is told in bulk needs no transaction for every instant. Only on an injected
    /// clock: what happens now happens at one instant.
    /// </summary>
    /// <param name="instant">The new instant; not before <see cref="Now"/>.</param>
    /// <exception cref="InvalidOperationException">The clock is the database's, or would go back.</exception>
    public void MoveOn(DateTimeOffset instant)
    {
        if (!_injectedClock || instant < Now)
        {
            throw new InvalidOperationException("Only a transaction on an injected clock moves on, and never back.");
        }

        Now = WorkFactory.Cut(instant.UtcDateTime);
    }

    /// <summary>
    /// Takes the centre's admission lock until the end of the transaction. Whoever changes rules, hours, closures,
    /// standing or bookings holds it, so no two nodes decide on stale facts.
    /// </summary>
    public async Task LockCentreAsync()
    {
        if (_locked)
        {
            return;
        }

        await using var command = Connection.CreateCommand();
        command.CommandText = $"select pg_advisory_xact_lock({AdvisoryLocks.Admission}, hashtext($1))";
        command.Parameters.Add(new NpgsqlParameter { Value = Centre });
        await command.ExecuteNonQueryAsync(_stopping);
        _locked = true;
    }

    /// <summary>
    /// Lets those who decide on one stream at the same moment wait for each other until the end of the transaction,
    /// instead of losing a race and deciding again. Several streams are locked in the order of their keys.
    /// </summary>
    /// <param name="stream">Stream key.</param>
    public async Task LockStreamAsync(string stream)
    {
        await using var command = Connection.CreateCommand();
        command.CommandText = $"select pg_advisory_xact_lock({AdvisoryLocks.Stream}, hashtext($1))";
        command.Parameters.Add(new NpgsqlParameter { Value = $"{Centre}/{stream}" });
        await command.ExecuteNonQueryAsync(_stopping);
    }

    /// <summary>Reads streams that will be folded, in one round trip.</summary>
    /// <param name="streams">Stream keys; doubled ones and those already read cost nothing.</param>
    public Task ReadStreamsAsync(IEnumerable<string> streams) => _streams.ReadAsync(Connection, streams, _stopping);

    /// <summary>Takes over streams that were read under the lock together with other questions.</summary>
    /// <param name="answers">What was read.</param>
    public void Know(StreamAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        _streams.Know(answers);
    }

    /// <summary>What is made once for a transaction and then shared, such as facts that several decisions read.</summary>
    /// <typeparam name="T">Its type; there is one of each.</typeparam>
    /// <param name="make">Makes it.</param>
    public T Once<T>(Func<Work, T> make)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(make);
        if (!_remembered.TryGetValue(typeof(T), out var known))
        {
            _remembered[typeof(T)] = known = make(this);
        }

        return (T)known;
    }

    /// <summary>Reads a stream, once a transaction, and folds it with what this transaction has appended to it.</summary>
    /// <typeparam name="TState">State that a decision reads.</typeparam>
    /// <param name="stream">Stream key, for example <c>booking/0190…</c>.</param>
    /// <param name="initial">State of a stream without events.</param>
    /// <param name="evolve">The decider's fold.</param>
    /// <returns>State and version; version 0 when the stream does not exist.</returns>
    public async Task<Folded<TState>> FoldAsync<TState>(
        string stream,
        TState initial,
        Func<TState, object, TState> evolve
    )
    {
        ArgumentNullException.ThrowIfNull(evolve);
        await _streams.ReadAsync(Connection, [stream], _stopping);
        var (state, version) = (initial, 0L);
        foreach (var next in _streams.Events(stream))
        {
            state = evolve(state, next);
            version++;
        }

        return new Folded<TState>(state, version);
    }

    /// <summary>The subject that began a stream.</summary>
    /// <param name="stream">Key of a stream that this transaction has read or begun.</param>
    /// <returns>The actor of its first event; null when it has none.</returns>
    public string? BeginnerOf(string stream) => _streams.Beginner(stream);

    /// <summary>Appends events to a stream when the transaction commits.</summary>
    /// <param name="stream">Stream key.</param>
    /// <param name="expectedVersion">Version that the decision was made on; 0 for a new stream.</param>
    /// <param name="events">Events in order; none is allowed and does nothing.</param>
    /// <returns>The stream's version once committed.</returns>
    public long Append(string stream, long expectedVersion, IReadOnlyList<object> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count == 0)
        {
            return expectedVersion;
        }

        var wrapped = events.Select(data => Context.Stamp(Session, data, Now)).ToArray();
        FirstEvent ??= new EventPlace(wrapped[0].Id, stream, expectedVersion + 1);
        _streams.Append(stream, events, Context.Actor);
        _append.Add(stream, expectedVersion, wrapped);
        return expectedVersion + events.Count;
    }

    /// <summary>Queues a statement for the round trip before the append; it may fail, nothing after it may.</summary>
    /// <param name="sql">One statement with positional parameters.</param>
    /// <param name="parameters">Parameters in order.</param>
    public void Queue(string sql, params NpgsqlParameter[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _pending.Queue(sql, parameters);
    }

    /// <summary>Does something right before what is queued is written, at the latest when all decisions are made.</summary>
    /// <param name="act">What to do.</param>
    public void BeforeCommit(Action act) => _beforeCommit.Add(act);

    /// <summary>Remembers something once it is certain that everything was written.</summary>
    /// <param name="act">What to do; must not fail.</param>
    public void AfterCommit(Action act) => _afterCommit.Add(act);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }
}
