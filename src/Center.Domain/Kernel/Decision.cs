using System;
using System.Collections.Generic;

namespace Center.Domain.Kernel;

/// <summary>What a decider answers: events to append, nothing to do (the command was already carried out), or a refusal.</summary>
public sealed class Decision
{
    private Decision(IReadOnlyList<object> events, Refusal? refusal)
    {
        Events = events;
        Refusal = refusal;
    }

    /// <summary>The command changes nothing: what it asks for is already so.</summary>
    public static Decision Nothing { get; } = new([], null);

    /// <summary>Events to append, in order; empty when refused or when there is nothing to do.</summary>
    public IReadOnlyList<object> Events { get; }

    /// <summary>The rule that says no, or null.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Accepts with these events.</summary>
    /// <param name="events">At least one event.</param>
    public static Decision Accept(params IReadOnlyList<object> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return events.Count == 0 ? Nothing : new Decision(events, null);
    }

    /// <summary>Refuses; nothing is written.</summary>
    /// <param name="refusal">The rule that says no.</param>
    public static Decision Refuse(Refusal refusal) => new([], refusal);

    /// <summary>Refuses; nothing is written.</summary>
    /// <param name="code">Stable refusal code.</param>
    /// <param name="detail">One sentence for a person.</param>
    public static Decision Refuse(string code, string detail) => new([], new Refusal(code, detail));

    /// <summary>Lets a decider return a refusal where a decision is wanted.</summary>
    /// <param name="refusal">The rule that says no.</param>
    public static implicit operator Decision(Refusal refusal) => Refuse(refusal);

    /// <summary>The named alternative of the implicit conversion.</summary>
    /// <param name="refusal">The rule that says no.</param>
    public static Decision FromRefusal(Refusal refusal) => Refuse(refusal);
}
