using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;
using Shouldly;

namespace Center.Domain.Tests.Kernel;

/// <summary>Given events, when a command is decided, then events, nothing, or a refusal.</summary>
internal static class Scenario
{
    public static Given<TState> Of<TState>(
        TState initial,
        Func<TState, object, TState> evolve,
        params object[] events
    ) => new(events.Aggregate(initial, evolve), evolve);

    internal sealed record Given<TState>(TState State, Func<TState, object, TState> Evolve)
    {
        public Outcome<TState> When(Func<TState, Decision> decide) => new(this, decide, decide(State));
    }

    internal sealed record Outcome<TState>(Given<TState> Given, Func<TState, Decision> Decide, Decision Decision)
    {
        /// <summary>Exactly these events; deciding the same command again must write nothing.</summary>
        /// <returns>The state after them.</returns>
        public TState Then(params IReadOnlyList<object> events)
        {
            Decision.Refusal.ShouldBeNull();
            Decision.Events.ShouldBe(events);
            var after = Decision.Events.Aggregate(Given.State, Given.Evolve);
            Decide(after).Events.ShouldBeEmpty("a repeated command writes nothing");
            return after;
        }

        public Refusal ThenRefused(string code)
        {
            Decision.Events.ShouldBeEmpty();
            Decision.Refusal.ShouldNotBeNull();
            Decision.Refusal.Code.ShouldBe(code);
            return Decision.Refusal;
        }

        public void ThenNothing()
        {
            Decision.Refusal.ShouldBeNull();
            Decision.Events.ShouldBeEmpty();
        }
    }
}
