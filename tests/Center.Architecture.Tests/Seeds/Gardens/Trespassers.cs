using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Architecture.Tests.Seeds.Kitchens;

namespace Center.Architecture.Tests.Seeds.Gardens;

/// <summary>Uses another room's decider and state, and its event, which is no violation.</summary>
internal static class DirectUse
{
    public static bool Warm() => StoveDecider.Evolve(StoveDecider.Initial, new StoveLit()).Lit;
}

/// <summary>The same, hidden in a lambda.</summary>
internal static class UseInLambda
{
    public static Func<object> Later(int seat) => () => (seat, StoveDecider.Initial);
}

/// <summary>The same, hidden in the state machine of an asynchronous method.</summary>
internal static class UseInAsyncMethod
{
    public static async Task<object> LaterAsync()
    {
        await Task.Yield();
        return StoveDecider.Initial;
    }
}

/// <summary>The same, hidden in the state machine of an iterator.</summary>
internal static class UseInIterator
{
    public static IEnumerable<object> One()
    {
        yield return StoveDecider.Initial;
    }
}

/// <summary>Only the name of the other room's state, as a type argument.</summary>
internal sealed class UseAsTypeArgument
{
    public IReadOnlyList<Stove> Stoves { get; } = [];
}
