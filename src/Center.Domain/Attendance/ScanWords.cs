namespace Center.Domain.Attendance;

/// <summary>Which way somebody went.</summary>
public enum ScanDirection
{
    /// <summary>Into the place 签到.</summary>
    In,

    /// <summary>Out of the place 签退.</summary>
    Out,
}

/// <summary>What was noticed about a scan. A flag never takes a scan away; it says how far it can be trusted.</summary>
public enum ScanFlag
{
    /// <summary>The device's clock was more than 2 and at most 15 minutes ahead.</summary>
    ClockSkew,

    /// <summary>The time cannot be right: evidence that changes nothing until a person decides.</summary>
    NeedsPerson,

    /// <summary>It arrived more than 15 minutes after it happened, as offline scans do.</summary>
    Late,

    /// <summary>The same person had just been scanned the same way at the same place.</summary>
    Repeat,

    /// <summary>Out, but never in.</summary>
    UnpairedOut,

    /// <summary>In again without having gone out: the stay before ends provisionally and counts no minutes.</summary>
    DoubleIn,

    /// <summary>It came too early, too late or to a booking that nobody can check in to any more.</summary>
    OutsideCheckIn,

    /// <summary>The device gave the same sequence number to another scan.</summary>
    SequenceReused,
}

/// <summary>Why a scan is on no roll although it happened.</summary>
public enum ScanRefusalReason
{
    /// <summary>Nobody is registered under this id.</summary>
    UnknownPerson,

    /// <summary>The centre does not know the place or cannot keep its roll.</summary>
    UnknownPlace,

    /// <summary>The code shown is not one of the centre's, or it has ended.</summary>
    UnknownToken,

    /// <summary>The place belongs to another site than the one where the device stands.</summary>
    OtherSite,
}

/// <summary>Two scans that cannot both be what they say.</summary>
public enum ScanConflict
{
    /// <summary>One device numbered both alike.</summary>
    SequenceReused,
}

/// <summary>Why a scan was annulled.</summary>
public enum AnnulReason
{
    /// <summary>Somebody else's card or code.</summary>
    WrongPerson,

    /// <summary>At the wrong door or booking.</summary>
    WrongPlace,

    /// <summary>In instead of out, or the other way round.</summary>
    WrongDirection,

    /// <summary>Made to try the device out.</summary>
    Test,

    /// <summary>Another reason.</summary>
    Other,
}
