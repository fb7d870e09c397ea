using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;
using Center.Domain.People;

namespace Center.Domain.Facilities;

/// <summary>Reads who may book something.</summary>
internal static class EligibilityReader
{
    private static readonly Dictionary<string, AgeBand> _bands = Enum.GetValues<AgeBand>()
        .ToDictionary(band => band.Code(), StringComparer.Ordinal);

    /// <summary>Reads the member <c>eligibility</c>.</summary>
    /// <param name="rules">Rules of a kind or of a facility.</param>
    /// <returns>Null when it is not there.</returns>
    public static Eligibility? Read(ObjectReader rules)
    {
        if (rules.Object("eligibility", required: false) is not { } eligibility)
        {
            return null;
        }

        var value = new Eligibility(
            Given(eligibility, "communities", eligibility.Codes),
            Given(eligibility, "ageBands", name => Bands(eligibility, name)),
            Given(eligibility, "organisations", eligibility.Codes)
        );
        eligibility.Close();
        if (value is { Communities: null, AgeBands: null, Organisations: null })
        {
            eligibility.Complain("must say communities, ageBands or organisations");
        }

        return value;
    }

    private static ValueList<T>? Given<T>(ObjectReader reader, string name, Func<string, ValueList<T>> read) =>
        reader.Has(name) ? read(name) : null;

    private static ValueList<AgeBand> Bands(ObjectReader reader, string name)
    {
        var bands = new List<AgeBand>();
        foreach (var text in reader.Texts(name))
        {
            if (_bands.TryGetValue(text.Text, out var band))
            {
                bands.Add(band);
            }
            else
            {
                reader.ComplainAt(text.Place, $"must be one of {string.Join(", ", _bands.Keys)}");
            }
        }

        return bands.Distinct().ToValueList();
    }
}
