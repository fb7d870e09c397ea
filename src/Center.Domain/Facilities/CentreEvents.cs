using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>The centre said what it is; everything said before is replaced. Stream <c>centre/{centre}</c>.</summary>
/// <param name="Description">The whole description.</param>
[EventName("centre.described", 1)]
public sealed record CentreDescribed(CentreDescription Description);

/// <summary>A service line was added, renamed or moved in the list. Stream <c>centre/{centre}</c>.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rank">Place in lists, from 0.</param>
[EventName("service-line.described", 1)]
public sealed record ServiceLineDescribed(string Code, LocalizedText Name, int Rank);

/// <summary>A service line is no longer offered. Stream <c>centre/{centre}</c>.</summary>
/// <param name="Code">Its code.</param>
[EventName("service-line.withdrawn", 1)]
public sealed record ServiceLineWithdrawn(string Code);

/// <summary>A party was added, renamed or moved in the list. Stream <c>centre/{centre}</c>.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rank">Place in lists, from 0.</param>
[EventName("party.described", 1)]
public sealed record PartyDescribed(string Code, LocalizedText Name, int Rank);

/// <summary>A party no longer takes part. Stream <c>centre/{centre}</c>.</summary>
/// <param name="Code">Its code.</param>
[EventName("party.withdrawn", 1)]
public sealed record PartyWithdrawn(string Code);

/// <summary>A community was added or renamed. Stream <c>centre/{centre}</c>.</summary>
/// <param name="Code">Public division code.</param>
/// <param name="Name">Its name.</param>
[EventName("community.described", 1)]
public sealed record CommunityDescribed(string Code, LocalizedText Name);

/// <summary>A community no longer belongs to the street. Stream <c>centre/{centre}</c>.</summary>
/// <param name="Code">Public division code.</param>
[EventName("community.withdrawn", 1)]
public sealed record CommunityWithdrawn(string Code);

/// <summary>A site opened, or opened again. Stream <c>site/{code}</c>.</summary>
/// <param name="Kind">The street's centre or a community's station.</param>
/// <param name="Community">Code of the community that it is the station of.</param>
/// <param name="Name">Its name.</param>
/// <param name="Hours">Its opening hours; null when it keeps the centre's.</param>
[EventName("site.opened", 1)]
public sealed record SiteOpened(SiteKind Kind, string? Community, LocalizedText Name, OpeningHours? Hours);

/// <summary>A site was described anew; its hours stay. Stream <c>site/{code}</c>.</summary>
/// <param name="Kind">The street's centre or a community's station.</param>
/// <param name="Community">Code of the community that it is the station of.</param>
/// <param name="Name">Its name.</param>
[EventName("site.described", 1)]
public sealed record SiteDescribed(SiteKind Kind, string? Community, LocalizedText Name);

/// <summary>A site got other opening hours. Stream <c>site/{code}</c>.</summary>
/// <param name="Hours">Its opening hours; null when it keeps the centre's.</param>
[EventName("site.hours-set", 1)]
public sealed record SiteHoursSet(OpeningHours? Hours);

/// <summary>A site closed for good. Stream <c>site/{code}</c>.</summary>
[EventName("site.closed-down", 1)]
public sealed record SiteClosedDown;
