using System;
using System.Collections.Generic;
using System.Globalization;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;

namespace Center.Api.Statistics.Pages;

/// <summary>All that the page of today shows, in no language yet; the same for everybody who looks.</summary>
/// <param name="Centre">The centre (tenant).</param>
/// <param name="About">What the centre says about itself; null before it was described.</param>
/// <param name="Date">Local day.</param>
/// <param name="Now">When it was read, in the centre's offset.</param>
/// <param name="Position">Log position that it is made from.</param>
/// <param name="Axis">Left and right end of every lane.</param>
/// <param name="Places">The street's centre by floors, then the stations.</param>
/// <param name="Figures">At most four key figures.</param>
public sealed record DayBoard(
    string Centre,
    CentreDescription? About,
    DateOnly Date,
    DateTimeOffset Now,
    long Position,
    DayAxis Axis,
    IReadOnlyList<DayPlace> Places,
    IReadOnlyList<KeyFigure> Figures
);

/// <summary>The stretch of the day that is shown, from full hour to full hour.</summary>
/// <param name="Start">Left end, in the centre's offset.</param>
/// <param name="End">Right end, later than the left one.</param>
public sealed record DayAxis(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>The full hours from end to end.</summary>
    public IEnumerable<DateTimeOffset> Hours()
    {
        for (var hour = Start; hour <= End; hour = hour.AddHours(1))
        {
            yield return hour;
        }
    }

    /// <summary>Whether an instant lies on the axis.</summary>
    /// <param name="instant">Any instant.</param>
    public bool Shows(DateTimeOffset instant) => Start <= instant && instant <= End;

    /// <summary>Where an instant lies, as an SVG length; clipped to the axis.</summary>
    /// <param name="instant">Any instant.</param>
    public string At(DateTimeOffset instant) => Percent(ShareOf(instant));

    /// <summary>How wide a window is, as an SVG length; clipped to the axis.</summary>
    /// <param name="window">Any window.</param>
    public string Width(TimeWindow window) => Percent(ShareOf(window.End) - ShareOf(window.Start));

    private decimal ShareOf(DateTimeOffset instant)
    {
        var clipped =
            instant < Start ? Start
            : instant > End ? End
            : instant;
        return (decimal)(clipped - Start).Ticks / (End - Start).Ticks;
    }

    private static string Percent(decimal share) => (share * 100).ToString("0.###", CultureInfo.InvariantCulture) + "%";
}

/// <summary>A floor of the street's centre, or a station.</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Name">Name of the site.</param>
/// <param name="IsStation">Whether it is a station; else it is a floor.</param>
/// <param name="Floor">Storey; null for a station and where it is not told.</param>
/// <param name="InNow">People scanned in at the site and not out again.</param>
/// <param name="Rows">Its facilities.</param>
public sealed record DayPlace(
    string Site,
    LocalizedText Name,
    bool IsStation,
    int? Floor,
    int InNow,
    IReadOnlyList<DayRow> Rows
);

/// <summary>One facility through the day.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What about it cannot be shared.</param>
/// <param name="Units">Number of units: 1, parts, seats or counters.</param>
/// <param name="Now">How it stands now.</param>
/// <param name="Closed">When it is not open, within the axis.</param>
/// <param name="Blocks">What is taken; of seats and counters one block for each number taken.</param>
public sealed record DayRow(
    string Code,
    LocalizedText Name,
    FacilityKind Kind,
    int Units,
    DayNow Now,
    IReadOnlyList<TimeWindow> Closed,
    IReadOnlyList<DayBlock> Blocks
)
{
    /// <summary>Whether bookings are shown as a number taken instead of one by one.</summary>
    public bool IsCounted => Kind != FacilityKind.Room;

    /// <summary>Whether it is a divisible room.</summary>
    public bool IsDivided => Kind == FacilityKind.Room && Units > 1;
}

/// <summary>How a facility stands, told by fill, border and word.</summary>
public enum DayState
{
    /// <summary>Nobody has it.</summary>
    Free,

    /// <summary>Kept for a few minutes.</summary>
    Held,

    /// <summary>Waits for approval.</summary>
    Requested,

    /// <summary>Booked.</summary>
    Booked,

    /// <summary>Somebody is there.</summary>
    InUse,

    /// <summary>They have left.</summary>
    Ended,

    /// <summary>Some of its units are taken.</summary>
    Partly,

    /// <summary>All of its units are taken.</summary>
    Full,

    /// <summary>Not open.</summary>
    Closed,
}

/// <summary>How a facility stands now.</summary>
/// <param name="State">The state.</param>
/// <param name="Taken">Units taken.</param>
/// <param name="Until">When that changes today, in the centre's offset; null when it is not known to.</param>
public sealed record DayNow(DayState State, int Taken, DateTimeOffset? Until);

/// <summary>Something taken.</summary>
/// <param name="Window">From when to when.</param>
/// <param name="State">Its state.</param>
/// <param name="Taken">Units taken.</param>
/// <param name="FirstUnit">The first of those units, from 0; of seats and counters always 0.</param>
/// <param name="Detail">What it is for; null for seats, counters and private rooms.</param>
public sealed record DayBlock(TimeWindow Window, DayState State, int Taken, int FirstUnit, DayDetail? Detail);

/// <summary>What a booking is for, without who.</summary>
/// <param name="Purpose">Purpose code.</param>
/// <param name="People">Number of people.</param>
/// <param name="Part">Name of the part of a divisible room, or null for the whole.</param>
/// <param name="Organisation">Name of the organisation, or null.</param>
public sealed record DayDetail(string Purpose, int People, LocalizedText? Part, LocalizedText? Organisation);

/// <summary>One of the key figures.</summary>
/// <param name="Code">bookings, in-now, visits or service-minutes.</param>
/// <param name="Value">The figure; null when it is missing, which is not 0.</param>
/// <param name="Before">What it is compared with; null when that is missing.</param>
/// <param name="MadeOf">Where to see what it is made of.</param>
public sealed record KeyFigure(string Code, long? Value, long? Before, string MadeOf);
