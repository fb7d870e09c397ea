using System.Text.Json.Serialization;

namespace Center.Domain.People;

/// <summary>
/// Age in bands: enough for eligibility and guardianship, and not a birthday. Under 14 is sensitive by the Personal
/// Information Protection Law, art. 28.
/// </summary>
public enum AgeBand
{
    /// <summary>Younger than 10.</summary>
    [JsonStringEnumMemberName("under-10")]
    Under10,

    /// <summary>10 to 13.</summary>
    [JsonStringEnumMemberName("under-14")]
    Under14,

    /// <summary>14 to 17.</summary>
    [JsonStringEnumMemberName("under-18")]
    Under18,

    /// <summary>18 to 59.</summary>
    Adult,

    /// <summary>60 and older.</summary>
    Senior,
}

/// <summary>What an age band means.</summary>
public static class AgeBandMeaning
{
    /// <summary>The band as clients and definition files write it, such as <c>under-10</c>.</summary>
    /// <param name="band">The band.</param>
    public static string Code(this AgeBand band) =>
        band switch
        {
            AgeBand.Under10 => "under-10",
            AgeBand.Under14 => "under-14",
            AgeBand.Under18 => "under-18",
            AgeBand.Adult => "adult",
            _ => "senior",
        };

    /// <summary>Younger than 18 (Civil Code, art. 17).</summary>
    /// <param name="band">The band.</param>
    public static bool IsMinor(this AgeBand band) => band is AgeBand.Under10 or AgeBand.Under14 or AgeBand.Under18;
}
