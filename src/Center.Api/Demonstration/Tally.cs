using System;
using System.Collections.Generic;
using Center.Api.Plumbing;
using Center.Domain.Kernel;

namespace Center.Api.Demonstration;

/// <summary>What the rules said no to; refusals leave no events, so somebody has to count them.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, int> _refusals = new(StringComparer.Ordinal);

    /// <summary>How often each refusal code was given.</summary>
    public IReadOnlyDictionary<string, int> Refusals => _refusals;

    /// <summary>Counts a refusal; null is none.</summary>
    /// <returns>Whether it was refused.</returns>
    public bool Refused(Refusal? refusal)
    {
        if (refusal is not null)
        {
            _refusals[refusal.Code] = _refusals.GetValueOrDefault(refusal.Code) + 1;
        }

        return refusal is not null;
    }

    /// <summary>The body of an accepted reply, or null, counted, when it was refused.</summary>
    public T? Accepted<T>(Reply reply)
        where T : class => Refused(reply.Refusal) ? null : (T)reply.Body!;
}
