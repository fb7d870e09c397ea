using System;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Domain.Kernel;
using Center.Projections.EventStore;

namespace Center.Api.Plumbing;

/// <summary>A command under way: its transaction, its caller and what the caller expects of the resource's version.</summary>
/// <param name="Work">The transaction.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="IfMatch">Version demanded by <c>If-Match</c>, or null.</param>
internal sealed record Command(Work Work, Caller Caller, long? IfMatch)
{
    /// <summary>Whether the resource must not be there yet: <c>If-None-Match: *</c> on a PUT.</summary>
    public bool OnlyNew { get; init; }

    /// <summary>Where ids of new things come from: UUIDv7 of the instant. Whoever tells a past over again brings others.</summary>
    public Func<DateTimeOffset, Guid> NewId { get; init; } = Guid.CreateVersion7;

    /// <summary>The one way from a stream through a decider and back: fold, check If-Match, decide, append.</summary>
    /// <typeparam name="TState">State of the decider.</typeparam>
    /// <param name="stream">Stream key.</param>
    /// <param name="initial">State without events.</param>
    /// <param name="evolve">The decider's fold.</param>
    /// <param name="decide">The decision.</param>
    public async Task<Decided<TState>> DecideAsync<TState>(
        string stream,
        TState initial,
        Func<TState, object, TState> evolve,
        Func<TState, Decision> decide
    )
    {
        var (state, version) = await Work.FoldAsync(stream, initial, evolve);
        return Decide(stream, state, version, evolve, decide);
    }

    /// <summary>The same for a stream that is already folded.</summary>
    public Decided<TState> Decide<TState>(
        string stream,
        TState state,
        long version,
        Func<TState, object, TState> evolve,
        Func<TState, Decision> decide
    )
    {
        if (OnlyNew && version > 0)
        {
            return new Decided<TState>(state, version, Exists(version), []);
        }

        if (version > 0 && StaleAt(version) is { } stale)
        {
            return new Decided<TState>(state, version, stale, []);
        }

        var decision = decide(state);
        if (decision.Refusal is { } refusal)
        {
            return new Decided<TState>(state, version, refusal, []);
        }

        foreach (var e in decision.Events)
        {
            state = evolve(state, e);
        }

        return new Decided<TState>(state, Work.Append(stream, version, decision.Events), null, decision.Events);
    }

    /// <summary>The answer when the resource is at another version than was demanded; null when it is not.</summary>
    /// <param name="version">Its version.</param>
    public Refusal? StaleAt(long version) =>
        IfMatch is { } demanded && demanded != version
            ? new Refusal("stale-version", $"The resource is at version {version}, not {demanded}.").With(
                "version",
                version
            )
            : null;

    /// <summary>The answer to <c>If-None-Match: *</c> when the resource is there.</summary>
    public static Refusal Exists(long version) =>
        new Refusal("stale-version", $"The resource is there already, at version {version}.").With("version", version);
}

/// <summary>What became of a stream.</summary>
/// <typeparam name="TState">State of the decider.</typeparam>
/// <param name="State">State after the new events, or as it was when refused.</param>
/// <param name="Version">Version after the new events.</param>
/// <param name="Refusal">The rule that says no, or null.</param>
/// <param name="Events">The new events.</param>
internal sealed record Decided<TState>(
    TState State,
    long Version,
    Refusal? Refusal,
    System.Collections.Generic.IReadOnlyList<object> Events
);
