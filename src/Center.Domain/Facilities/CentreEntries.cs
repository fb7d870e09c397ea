using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>Something of the definition that has a code.</summary>
internal interface ICoded
{
    /// <summary>Unique among its kind.</summary>
    string Code { get; }

    /// <summary>Its name.</summary>
    LocalizedText Name { get; }

    /// <summary>Place in lists, before the code.</summary>
    int Rank => 0;
}

/// <summary>One of the lines of service that every facility, session and service entry counts for.</summary>
/// <param name="Code">Code such as <c>culture-and-sport</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rank">Place in lists, from 0.</param>
public sealed record ServiceLine(string Code, LocalizedText Name, int Rank) : ICoded;

/// <summary>One of the parties that work together; every organisation belongs to one.</summary>
/// <param name="Code">Code such as <c>enterprises</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rank">Place in lists, from 0.</param>
public sealed record Party(string Code, LocalizedText Name, int Rank) : ICoded;

/// <summary>A residents' community of the street.</summary>
/// <param name="Code">Public division code.</param>
/// <param name="Name">Its name.</param>
public sealed record Community(string Code, LocalizedText Name) : ICoded;

/// <summary>A place where the centre serves people.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Kind">The street's centre or a community's station.</param>
/// <param name="Community">Code of the community that it is the station of.</param>
/// <param name="Name">Its name.</param>
/// <param name="Hours">Its opening hours; null when it keeps the centre's.</param>
public sealed record Site(string Code, SiteKind Kind, string? Community, LocalizedText Name, OpeningHours? Hours)
    : ICoded;

/// <summary>A part of a divisible room, booked by its own code.</summary>
/// <param name="Code">Unique among facilities and parts.</param>
/// <param name="Name">Its name.</param>
/// <param name="Capacity">People it holds, at least 1.</param>
/// <param name="Features">What this part itself offers; nothing is taken over from the whole room.</param>
public sealed record FacilityPart(string Code, LocalizedText Name, int Capacity, ValueList<string> Features) : ICoded;

/// <summary>A room, a set of seats, counters or pieces of equipment.</summary>
/// <param name="Code">Unique among facilities and parts.</param>
/// <param name="Site">Code of the site where it is.</param>
/// <param name="ServiceLine">Code of the line that it serves; only equipment may have none.</param>
/// <param name="Kind">What about it cannot be shared.</param>
/// <param name="Floor">Storey, the ground floor is 1.</param>
/// <param name="Name">Its name.</param>
/// <param name="Capacity">People it holds, at least 1; 0 for equipment, which holds nobody.</param>
/// <param name="Units">Number of seats, counters or pieces; 1 for a room.</param>
/// <param name="Features">What it offers, by code.</param>
/// <param name="Parts">What a divisible room divides into; empty for all else.</param>
/// <param name="Hours">Its opening hours; null when it keeps its site's.</param>
/// <param name="Rules">House rules that are different here; null when none are.</param>
/// <param name="Source">Where its description comes from, by code.</param>
public sealed record Facility(
    string Code,
    string Site,
    string? ServiceLine,
    FacilityKind Kind,
    int? Floor,
    LocalizedText Name,
    int Capacity,
    int Units,
    ValueList<string> Features,
    ValueList<FacilityPart> Parts,
    OpeningHours? Hours,
    RuleOverrides? Rules,
    string? Source
) : ICoded
{
    /// <summary>Closures that were announced and not withdrawn, in the order of their announcement.</summary>
    public ValueList<Closure> Closures { get; init; } = [];
}

/// <summary>An organisation that books, co-organises or runs teams.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Party">Code of its party.</param>
/// <param name="Community">Code of the community that it belongs to, when it belongs to one.</param>
/// <param name="Name">Its name.</param>
public sealed record Organisation(string Code, string Party, string? Community, LocalizedText Name) : ICoded;

/// <summary>A team of volunteers or social workers.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Organisation">Code of the organisation that runs it.</param>
/// <param name="Name">Its name.</param>
public sealed record Team(string Code, string Organisation, LocalizedText Name) : ICoded;

/// <summary>Something that the centre no longer has; kept so that its history can still be read by name.</summary>
/// <param name="Kind">
/// <c>service-line</c>, <c>party</c>, <c>community</c>, <c>site</c>, <c>facility</c>, <c>organisation</c> or <c>team</c>.
/// </param>
/// <param name="Code">The code that it had.</param>
/// <param name="Name">The name that it had last.</param>
public sealed record FormerEntry(string Kind, string Code, LocalizedText Name);
