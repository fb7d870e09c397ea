using System.Collections.Generic;

namespace Center.Architecture.Tests;

/// <summary>One room may use types of another on the same floor.</summary>
/// <param name="Floor">Floor.</param>
/// <param name="From">Room that uses; <c>*</c> for every room.</param>
/// <param name="To">Room that is used.</param>
/// <param name="Why">Why events and ids do not do here.</param>
/// <param name="Only">Names of the types that may be used; empty for any.</param>
internal sealed record Meeting(string Floor, string From, string To, string Why, params IReadOnlyList<string> Only);

/// <summary>
/// Where rooms meet by more than events and ids. ARCHITECTURE.md tells the same; the list may only shrink without a
/// decision record, and a line that is no longer needed fails the tests.
/// </summary>
internal static class Meetings
{
    public static IReadOnlyList<Meeting> Permitted { get; } =
    [
        new(
            "Domain",
            "Bookings",
            "Facilities",
            "A booking is decided on the centre's definition and on the rules in force.",
            "Bookable",
            "BookingRules",
            "CentreBook",
            "Eligibility",
            "FacilityKind",
            "Organisation",
            "Quota",
            "QuotaPeriod"
        ),
        new("Domain", "Bookings", "People", "Who may book is a matter of age too.", "AgeBand"),
        new("Domain", "Facilities", "People", "Rules name the ages that may book.", "AgeBand", "AgeBandMeaning"),
        new(
            "Domain",
            "Volunteering",
            "Facilities",
            "Service is recorded in time, and capped, by the centre's calendar and rules.",
            "HolidayCalendar",
            "ServiceTimeRules"
        ),
        new(
            "Projections",
            "Access",
            "People",
            "Whoever was merged into another record acts with that record's rights.",
            "PersonRow"
        ),
        new(
            "Projections",
            "Audit",
            "Statistics",
            "A bundle states the centre's figures, and its check computes them by the code that the service uses.",
            "FigureCell",
            "FigureCounts",
            "FigureCut",
            "FigureSums",
            "FiguresView"
        ),
        new(
            "Projections",
            "Statistics",
            "Bookings",
            "The public board shows today's bookings without their people.",
            "BookingSheet"
        ),
        new(
            "Projections",
            "Bookings",
            "People",
            "How a person stands, under all records, is read in the transaction that admits a booking.",
            "OnePerson",
            "PersonStanding",
            "SamePeople",
            "Standings"
        ),
        new(
            "Api",
            "*",
            "Access",
            "Every endpoint says who may call it, every command who did, and every console command for which centre.",
            "Caller",
            "ConsoleCentre",
            "EndpointAccess",
            "RequiredPermission"
        ),
        new(
            "Api",
            "Attendance",
            "Access",
            "A device is enrolled and gets its key in one transaction.",
            "KeyIssuing",
            "KeyOnce",
            "NewKey",
            "WantedKey"
        ),
        new(
            "Api",
            "Attendance",
            "Bookings",
            "A scan checks a booking in, or takes a strike back (CheckInByScan).",
            "BookingDesk",
            "StrikeNoShows"
        ),
        new(
            "Api",
            "Demonstration",
            "Access",
            "Staff and devices of a told past get keys.",
            "KeyIssuing",
            "WantedKey",
            "NewKey"
        ),
        new(
            "Api",
            "Audit",
            "Statistics",
            "A day of the past is shown by the components of today.",
            "DayBoard",
            "DayBoards",
            "DayPlace",
            "DayTimeline"
        ),
        new("Api", "Demonstration", "Attendance", "A told past is scanned and counted like any other."),
        new("Api", "Demonstration", "Bookings", "A told past is booked at the desk that books in earnest."),
        new("Api", "Demonstration", "People", "The people of a told past are registered like any other."),
        new("Api", "Demonstration", "Volunteering", "Told service is recorded and credited like any other."),
        new("Api", "FrontDesk", "Bookings", "The desk does, and shows, what the rooms decide and say."),
        new("Api", "FrontDesk", "Facilities", "Closures are announced at the desk by the commands of the API."),
        new("Api", "FrontDesk", "People", "Whoever comes is found, written down, and forgiven, as over the API."),
        new("Api", "Plumbing", "Facilities", "The reference shows a definition as an object.", "DefinitionText"),
        new(
            "Api",
            "Audit",
            "People",
            "A restored backup must not bring back whom somebody had erased since; auditors ask who somebody is on their pages.",
            "ErasureFile",
            "KeptErasure",
            "LookUpAnswer",
            "LookUpRequest",
            "LookUps"
        ),
        new("Api", "Bookings", "Access", "Who books is looked at again where it is decided.", "CallerLookup"),
        new("Api", "Statistics", "Access", "The public board may be closed to all but the signed-in.", "PageSession"),
        new(
            "Api",
            "Facilities",
            "Bookings",
            "A closure cancels what stands in its way (CancelForClosure).",
            "BookingDesk"
        ),
        new(
            "Api",
            "People",
            "Bookings",
            "Whoever is erased gives up what was booked (CancelForErasure).",
            "CancelForErasure"
        ),
        new("Api", "People", "Access", "A sign-in link is a secret of the same kind as a key.", "KeySecret"),
    ];
}
