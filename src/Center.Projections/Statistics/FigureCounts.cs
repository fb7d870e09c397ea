using System;
using System.Text.Json.Serialization;

namespace Center.Projections.Statistics;

/// <summary>
/// What is counted in a cell. Every member is additive: a cut is the sum of its cells. Written as JSON, what is 0 is left out.
/// </summary>
public sealed record FigureCounts
{
    /// <summary>Nothing was counted.</summary>
    public static FigureCounts None { get; } = new();

    /// <summary>Bookings that stand: confirmed, checked in or checked out; by the local day of their start.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Bookings { get; init; }

    /// <summary>Bookings given free because nobody came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long BookingsReleased { get; init; }

    /// <summary>Of <see cref="Bookings"/>: those against a rule that staff set aside.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long BookingsOverridden { get; init; }

    /// <summary>Of <see cref="Bookings"/>: those taken after their time had begun.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long WalkIns { get; init; }

    /// <summary>Bookings given up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long BookingsCancelled { get; init; }

    /// <summary>Whole minutes from start to end of the bookings that stand.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long BookedMinutes { get; init; }

    /// <summary>Unit-minutes held by the bookings that stand, until they left; set-up and tear-down do not count.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long HeldUnitMinutes { get; init; }

    /// <summary>Credited minutes of volunteers 认定时长.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long ServiceMinutes { get; init; }

    /// <summary>People through the door: per site and day the larger of counted and named.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Visits { get; init; }

    /// <summary>Days of a site for which anything is known about visits; 0 means not known, never "none".</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long VisitDays { get; init; }

    /// <summary>Minutes added by adjustments of credited entries.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long MinutesAdded { get; init; }

    /// <summary>Minutes taken away by adjustments of credited entries, not negative.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long MinutesTaken { get; init; }

    /// <summary>Service entries that were neither rejected nor revoked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long ServiceEntries { get; init; }

    /// <summary>Those of <see cref="ServiceEntries"/> that were recorded within the time allowed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long ServiceEntriesInTime { get; init; }

    /// <summary>The sum.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static FigureCounts operator +(FigureCounts left, FigureCounts right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return checked(
            new FigureCounts
            {
                Bookings = left.Bookings + right.Bookings,
                BookingsReleased = left.BookingsReleased + right.BookingsReleased,
                BookingsOverridden = left.BookingsOverridden + right.BookingsOverridden,
                WalkIns = left.WalkIns + right.WalkIns,
                BookingsCancelled = left.BookingsCancelled + right.BookingsCancelled,
                BookedMinutes = left.BookedMinutes + right.BookedMinutes,
                HeldUnitMinutes = left.HeldUnitMinutes + right.HeldUnitMinutes,
                ServiceMinutes = left.ServiceMinutes + right.ServiceMinutes,
                Visits = left.Visits + right.Visits,
                VisitDays = left.VisitDays + right.VisitDays,
                MinutesAdded = left.MinutesAdded + right.MinutesAdded,
                MinutesTaken = left.MinutesTaken + right.MinutesTaken,
                ServiceEntries = left.ServiceEntries + right.ServiceEntries,
                ServiceEntriesInTime = left.ServiceEntriesInTime + right.ServiceEntriesInTime,
            }
        );
    }

    /// <summary>The same with every sign turned, to take back what was counted before.</summary>
    /// <param name="counts">What was counted.</param>
    public static FigureCounts operator -(FigureCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return new FigureCounts
        {
            Bookings = -counts.Bookings,
            BookingsReleased = -counts.BookingsReleased,
            BookingsOverridden = -counts.BookingsOverridden,
            WalkIns = -counts.WalkIns,
            BookingsCancelled = -counts.BookingsCancelled,
            BookedMinutes = -counts.BookedMinutes,
            HeldUnitMinutes = -counts.HeldUnitMinutes,
            ServiceMinutes = -counts.ServiceMinutes,
            Visits = -counts.Visits,
            VisitDays = -counts.VisitDays,
            MinutesAdded = -counts.MinutesAdded,
            MinutesTaken = -counts.MinutesTaken,
            ServiceEntries = -counts.ServiceEntries,
            ServiceEntriesInTime = -counts.ServiceEntriesInTime,
        };
    }
}
