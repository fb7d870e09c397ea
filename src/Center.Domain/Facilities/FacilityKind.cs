namespace Center.Domain.Facilities;

/// <summary>What about a facility cannot be shared, and which house rules it follows.</summary>
public enum FacilityKind
{
    /// <summary>A room, held whole; it may be divisible into parts that are held on their own.</summary>
    Room,

    /// <summary>Seats in a common room, each held by one person.</summary>
    Seats,

    /// <summary>Service counters, each held by one visitor at a time.</summary>
    Counter,

    /// <summary>Things that are lent: a projector, a loudspeaker.</summary>
    Equipment,
}

/// <summary>What a site is in the network of one street.</summary>
public enum SiteKind
{
    /// <summary>The street's centre; facilities of the definition that name no site are here.</summary>
    StreetCentre,

    /// <summary>The station of one community.</summary>
    CommunityStation,
}
