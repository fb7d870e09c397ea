using Center.Domain.Kernel;

namespace Center.Domain.Organisations;

/// <summary>An organisation takes part, for the first time or again. Stream <c>organisation/{code}</c>.</summary>
/// <param name="Party">Code of its party.</param>
/// <param name="Community">Code of the community that it belongs to, when it belongs to one.</param>
/// <param name="Name">Its name.</param>
[EventName("organisation.registered", 1)]
public sealed record OrganisationRegistered(string Party, string? Community, LocalizedText Name);

/// <summary>An organisation was described anew. Stream <c>organisation/{code}</c>.</summary>
/// <param name="Party">Code of its party.</param>
/// <param name="Community">Code of the community that it belongs to, when it belongs to one.</param>
/// <param name="Name">Its name.</param>
[EventName("organisation.described", 1)]
public sealed record OrganisationDescribed(string Party, string? Community, LocalizedText Name);

/// <summary>An organisation no longer takes part; its history stays. Stream <c>organisation/{code}</c>.</summary>
[EventName("organisation.withdrawn", 1)]
public sealed record OrganisationWithdrawn;

/// <summary>A team was formed, for the first time or again. Stream <c>team/{code}</c>.</summary>
/// <param name="Organisation">Code of the organisation that runs it.</param>
/// <param name="Name">Its name.</param>
[EventName("team.formed", 1)]
public sealed record TeamFormed(string Organisation, LocalizedText Name);

/// <summary>A team was described anew. Stream <c>team/{code}</c>.</summary>
/// <param name="Organisation">Code of the organisation that runs it.</param>
/// <param name="Name">Its name.</param>
[EventName("team.described", 1)]
public sealed record TeamDescribed(string Organisation, LocalizedText Name);

/// <summary>A team no longer exists; its history stays. Stream <c>team/{code}</c>.</summary>
[EventName("team.disbanded", 1)]
public sealed record TeamDisbanded;
