namespace Center.Domain.Access;

/// <summary>One kind of thing that a caller may do. What belongs to the caller alone is decided beside it, by its owner.</summary>
public enum Permission
{
    /// <summary>See who one is to the centre.</summary>
    SeeSelf,

    /// <summary>Have one's own personal data erased.</summary>
    EraseSelf,

    /// <summary>Issue and revoke keys, within one's own rank and scope.</summary>
    ManageKeys,

    /// <summary>Grant and revoke roles, within one's own rank and scope.</summary>
    ManageGrants,

    /// <summary>Register a person.</summary>
    RegisterPeople,

    /// <summary>Look a person up by phone, name or card.</summary>
    FindPeople,

    /// <summary>See a person's record without names and contacts; everybody sees their own.</summary>
    SeePeople,

    /// <summary>See names, contacts and notes out of the vault.</summary>
    SeePersonalData,

    /// <summary>Be shown who one person id is, for a reason that is recorded and that the person sees.</summary>
    LookUpPeople,

    /// <summary>Join two records of one person.</summary>
    MergePeople,

    /// <summary>Change name, contacts and card of somebody who is known.</summary>
    ChangeDetails,

    /// <summary>Say who may act for oneself, or for whom one answers.</summary>
    GiveConsent,

    /// <summary>Record what somebody said at the desk about who may act for them, with the evidence.</summary>
    RecordConsents,

    /// <summary>Make a one-time sign-in link for a person.</summary>
    MakeSignInLinks,

    /// <summary>See sites, facilities, organisations and service lines.</summary>
    SeeFacilities,

    /// <summary>Change facilities, their hours and their closures.</summary>
    EditFacilities,

    /// <summary>See the booking rules in force.</summary>
    SeePolicies,

    /// <summary>Adopt booking rules.</summary>
    EditPolicies,

    /// <summary>Search for free rooms and times.</summary>
    SeeAvailability,

    /// <summary>Book for oneself or one's organisation, and act on such a booking.</summary>
    Book,

    /// <summary>Book for somebody else, and act on bookings made so.</summary>
    BookForOthers,

    /// <summary>See one's own bookings; whoever sees everybody's holds this too.</summary>
    SeeOwnBookings,

    /// <summary>See everybody's bookings.</summary>
    SeeAllBookings,

    /// <summary>Confirm, move or cancel everybody's bookings.</summary>
    ActOnAllBookings,

    /// <summary>Approve and decline requested bookings.</summary>
    ApproveBookings,

    /// <summary>Accept a booking against a rule, with a recorded reason.</summary>
    OverrideRules,

    /// <summary>Check everybody's bookings in and out.</summary>
    CheckInOthers,

    /// <summary>Upload scans of a device.</summary>
    RecordScans,

    /// <summary>See who was there.</summary>
    SeeRolls,

    /// <summary>Report how many people came through the door.</summary>
    CountVisits,

    /// <summary>Enrol devices and give them keys.</summary>
    EnrolDevices,

    /// <summary>Report one's own volunteer time, or say that an entry is wrong.</summary>
    ReportOwnService,

    /// <summary>Record others' volunteer time.</summary>
    RecordService,

    /// <summary>Credit, reject or revoke recorded volunteer time.</summary>
    CreditService,

    /// <summary>Adjust credited volunteer time.</summary>
    AdjustService,

    /// <summary>See one's own volunteer time; whoever sees everybody's holds this too.</summary>
    SeeOwnStatement,

    /// <summary>See everybody's statements of volunteer time.</summary>
    SeeAllStatements,

    /// <summary>See figures.</summary>
    SeeFigures,

    /// <summary>Report figures by hand.</summary>
    ReportFigures,

    /// <summary>See the live pages and their stream.</summary>
    SeeLive,

    /// <summary>Read stored events and streams.</summary>
    ReadEvents,

    /// <summary>Replay views and compare them with what is stored.</summary>
    Replay,

    /// <summary>Write audit samples and findings.</summary>
    WriteFindings,

    /// <summary>See metrics of the running service.</summary>
    SeeOperations,
}
