using System;
using System.Collections.Generic;
using System.Linq;
using Shouldly;

namespace Center.Architecture.Tests;

/// <summary>What a rule found, against what it should have found.</summary>
internal static class Verdict
{
    /// <summary>The house keeps the rule.</summary>
    /// <param name="findings">What the rule found.</param>
    /// <param name="advice">What to do about a finding.</param>
    public static void ShouldBeNone(this IEnumerable<string> findings, string advice)
    {
        var list = findings.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (list.Count > 0)
        {
            throw new ShouldAssertException($"{advice}\n  {string.Join("\n  ", list)}");
        }
    }

    /// <summary>The rule is awake: it finds each violation that was sown.</summary>
    /// <param name="findings">What the rule found.</param>
    /// <param name="sown">A piece of each finding that must be there.</param>
    public static void ShouldFind(this IEnumerable<string> findings, params IReadOnlyList<string> sown)
    {
        var list = findings.ToList();
        foreach (var piece in sown)
        {
            list.Any(finding => finding.Contains(piece, StringComparison.Ordinal))
                .ShouldBeTrue($"'{piece}' was sown and not found among:\n  {string.Join("\n  ", list)}");
        }
    }

    /// <summary>The rule is awake and not over-eager: it finds each violation that was sown, and nothing more.</summary>
    /// <param name="findings">What the rule found.</param>
    /// <param name="sown">A piece of each finding that must be there.</param>
    public static void ShouldFindExactly(this IEnumerable<string> findings, params IReadOnlyList<string> sown)
    {
        var list = findings.ToList();
        list.ShouldFind(sown);
        list.Where(finding => !sown.Any(piece => finding.Contains(piece, StringComparison.Ordinal)))
            .ShouldBeNone("The rule found what is no violation.");
    }
}
