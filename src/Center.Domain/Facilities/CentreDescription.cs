using System;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>What a centre says about itself.</summary>
/// <param name="TimeZone">IANA zone in which dates and opening hours are meant.</param>
/// <param name="Name">Its name.</param>
/// <param name="Brand">The name of its service brand.</param>
/// <param name="Idea">The idea it follows.</param>
/// <param name="Model">The model it works by.</param>
/// <param name="Goal">What it wants to become.</param>
/// <param name="District">The district above it.</param>
/// <param name="Street">The street that runs it.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Floors">Number of storeys, at least 1.</param>
/// <param name="ResidentsServed">People within reach.</param>
/// <param name="ServiceRadiusMetres">How far they live away.</param>
/// <param name="OpenedOn">Its first day.</param>
/// <param name="OpeningHours">Hours of every site that has none of its own.</param>
/// <param name="Sizing">Sizes for demonstrations and load, never facts about the centre.</param>
public sealed record CentreDescription(
    string TimeZone,
    LocalizedText Name,
    LocalizedText? Brand,
    LocalizedText? Idea,
    LocalizedText? Model,
    LocalizedText? Goal,
    Area? District,
    Area? Street,
    LocalizedText? Address,
    int? Floors,
    Extent? ResidentsServed,
    Extent? ServiceRadiusMetres,
    DateOnly? OpenedOn,
    OpeningHours OpeningHours,
    Sizing? Sizing
);

/// <summary>An administrative division by its public code.</summary>
/// <param name="Code">Code of the national statistics office, such as <c>410105007</c>.</param>
/// <param name="Name">Its name.</param>
public sealed record Area(string Code, LocalizedText Name);

/// <summary>A number known only as lying between two bounds, both inclusive.</summary>
/// <param name="Least">Lower bound, not negative.</param>
/// <param name="Most">Upper bound, not below the lower.</param>
public sealed record Extent(int Least, int Most);

/// <summary>How busy a centre like this one is, for demonstrations and load.</summary>
/// <param name="VisitsPerYear">People through the door in a year.</param>
/// <param name="SessionsPerYear">Sessions held in a year.</param>
/// <param name="PeakVisitsPerDay">Visits on the busiest day.</param>
/// <param name="TimeBankSavers">People who have saved service time.</param>
public sealed record Sizing(int VisitsPerYear, int SessionsPerYear, int PeakVisitsPerDay, int TimeBankSavers);
