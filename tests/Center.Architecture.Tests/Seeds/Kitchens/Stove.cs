using Center.Domain.Kernel;

namespace Center.Architecture.Tests.Seeds.Kitchens;

/// <summary>State that no other room should read.</summary>
internal sealed record Stove(bool Lit);

/// <summary>An event, which every room may read.</summary>
[EventName("stove.lit", 1)]
internal sealed record StoveLit;

/// <summary>A decider that no other room should ask.</summary>
internal static class StoveDecider
{
    public static Stove Initial { get; } = new(false);

    public static Stove Evolve(Stove state, object e) => e is StoveLit ? new Stove(true) : state;
}
