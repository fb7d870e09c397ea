using System;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Audit;

/// <summary>Draw a sample.</summary>
/// <param name="Seed">What decides by chance.</param>
/// <param name="Size">How many are wanted.</param>
/// <param name="Criteria">Out of which events.</param>
/// <param name="Matching">How many there are.</param>
/// <param name="Drawn">Positions that were drawn.</param>
public sealed record DrawSample(string Seed, int Size, SampleCriteria Criteria, long Matching, ValueList<long> Drawn);

/// <summary>Decides on one sample (stream <c>sample/{id}</c>).</summary>
public static class SampleDecider
{
    /// <summary>Most events of a sample: more than people look through, and few enough for one event to hold.</summary>
    public const int Most = 500;

    /// <summary>Most characters of a seed.</summary>
    public const int LongestSeed = 64;

    /// <summary>No sample yet.</summary>
    public static SampleDrawn? Initial => null;

    /// <summary>The sample after an event.</summary>
    /// <param name="state">Before.</param>
    /// <param name="event">What happened.</param>
    public static SampleDrawn? Evolve(SampleDrawn? state, object @event) => @event as SampleDrawn ?? state;

    /// <summary>Stream of a sample.</summary>
    /// <param name="sample">The sample.</param>
    public static string StreamOf(SampleId sample) => $"sample/{sample}";

    /// <summary>Why a sample cannot be drawn so (<c>invalid-value</c>), or null. Asked before the log is read.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="size">How many are wanted.</param>
    /// <param name="criteria">Out of which events.</param>
    public static Refusal? Refuse(string seed, int size, SampleCriteria criteria)
    {
        ArgumentNullException.ThrowIfNull(seed);
        ArgumentNullException.ThrowIfNull(criteria);
        return seed.Length is 0 or > LongestSeed || !seed.All(IsOfSeeds)
                ? Invalid(
                    "seed",
                    $"A seed has 1 to {LongestSeed} ASCII letters, digits, hyphens, dots and underscores."
                )
            : size is < 1 or > Most ? Invalid("size", $"A sample has 1 to {Most} events.")
            : !criteria.IsSound() ? Invalid("criteria", "Criteria name an event, the beginning of a key, or positions.")
            : null;
    }

    /// <summary>Keeps a sample that was drawn; refused <c>invalid-value</c> as by <see cref="Refuse"/>.</summary>
    /// <param name="command">What was drawn.</param>
    /// <param name="state">The sample so far.</param>
    public static Decision Decide(DrawSample command, SampleDrawn? state)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Refuse(command.Seed, command.Size, command.Criteria) is { } refusal ? refusal
            : state is not null ? Decision.Nothing
            : Decision.Accept(
                new SampleDrawn(command.Seed, command.Size, command.Criteria, command.Matching, command.Drawn)
            );
    }

    private static bool IsOfSeeds(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_';

    private static Refusal Invalid(string member, string detail) =>
        new Refusal("invalid-value", detail).With("member", member);
}
