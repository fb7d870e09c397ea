using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Serialization;
using Center.Domain.Kernel;

namespace Center.Domain.Volunteering;

/// <summary>Where an entry stands.</summary>
public enum ServiceEntryState
{
    /// <summary>Waits for somebody to approve it.</summary>
    Recorded,

    /// <summary>Approved once, waits for a second person.</summary>
    HalfCredited,

    /// <summary>Approved: its minutes count.</summary>
    Credited,

    /// <summary>Turned down; final.</summary>
    Rejected,

    /// <summary>Was credited, counts no more; final. What was right after all is recorded anew.</summary>
    Revoked,
}

/// <summary>Minutes added to or taken from an entry.</summary>
/// <param name="Id">The adjustment.</param>
/// <param name="Minutes">Signed, not zero.</param>
/// <param name="Reason">Why.</param>
public sealed record ServiceAdjustment(AdjustmentId Id, int Minutes, ServiceReason Reason);

/// <summary>One service entry 服务记录 as it stands.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Service">What was done.</param>
/// <param name="Evidence">How it is known.</param>
/// <param name="RecordedBy">Who recorded it.</param>
/// <param name="WorkingDaysLate">Working days past the time allowed for recording.</param>
public sealed record ServiceEntry(
    ServiceEntryId Id,
    ServiceDone Service,
    Evidence Evidence,
    Signatory RecordedBy,
    int WorkingDaysLate
)
{
    /// <summary>Where it stands.</summary>
    public ServiceEntryState State { get; init; }

    /// <summary>Who approved it, in order; never the same hand twice.</summary>
    public ValueList<Signatory> Approvers { get; init; } = [];

    /// <summary>Adjustments in order; they count while the entry is credited.</summary>
    public ValueList<ServiceAdjustment> Adjustments { get; init; } = [];

    /// <summary>Requests for correction in order.</summary>
    public ValueList<CorrectionId> Corrections { get; init; } = [];

    /// <summary>Minutes from start to end, break included.</summary>
    [JsonIgnore]
    public Minutes RawMinutes => new(ServiceTime.Of(Service.Window).Length);

    /// <summary>Whether it may still come to count or does.</summary>
    [JsonIgnore]
    public bool IsLive => State is not (ServiceEntryState.Rejected or ServiceEntryState.Revoked);

    /// <summary>Who put a hand to it so far: the recorder, then the approvers.</summary>
    [JsonIgnore]
    public IEnumerable<Signatory> Hands => Approvers.Prepend(RecordedBy);

    internal ServiceEntry ApprovedBy(Signatory approver)
    {
        var approvers = Approvers.Add(approver);
        return this with
        {
            Approvers = approvers,
            State =
                approvers.Count >= Evidence.ApproversNeeded()
                    ? ServiceEntryState.Credited
                    : ServiceEntryState.HalfCredited,
        };
    }
}

/// <summary>
/// All service of one person on one local day: overlap, double counting and the daily cap are decided in one place.
/// </summary>
/// <param name="Entries">Entries in the order of their recording.</param>
/// <param name="DailyCap">Cap of the rules that the last approval was made under; zero before the first.</param>
public sealed record VolunteerDay(ValueList<ServiceEntry> Entries, Minutes DailyCap)
{
    private const string StreamPrefix = "volunteer-day/";

    /// <summary>A day without service.</summary>
    public static VolunteerDay Initial { get; } = new([], Minutes.Zero);

    /// <summary>The stream of a person's local day.</summary>
    /// <param name="person">The volunteer.</param>
    /// <param name="day">Local date of the centre.</param>
    public static string StreamOf(PersonId person, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{StreamPrefix}{person}/{day:yyyy-MM-dd}");

    /// <summary>Whose day a stream is and which; null for a stream of another kind.</summary>
    /// <param name="stream">Stream key.</param>
    public static (PersonId Person, DateOnly Day)? Of(string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.StartsWith(StreamPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = stream[StreamPrefix.Length..].Split('/');
        return (
            new PersonId(Guid.Parse(parts[0])),
            DateOnly.ParseExact(parts[1], "yyyy-MM-dd", CultureInfo.InvariantCulture)
        );
    }

    /// <summary>One day out of two records of a person that turned out to be the same: what they share counts once.</summary>
    /// <param name="other">The other record's day.</param>
    public VolunteerDay Together(VolunteerDay other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Entries.Concat(other.Entries).ToValueList(), DailyCap > other.DailyCap ? DailyCap : other.DailyCap);
    }

    /// <summary>Credited minutes 认定时长: the union of the credited entries, capped, adjusted; between zero and the cap.</summary>
    public Minutes CreditedMinutes => ServiceTime.Credited(Counting, DailyCap);

    /// <summary>How the credited minutes fall to the entries; the parts sum to <see cref="CreditedMinutes"/>.</summary>
    public IReadOnlyList<CreditedShare> Shares => ServiceTime.Attribute(Counting, DailyCap);

    private IReadOnlyList<ServiceEntry> Counting => [.. Entries.Where(e => e.State == ServiceEntryState.Credited)];

    /// <summary>An entry, or null.</summary>
    /// <param name="id">Its id.</param>
    public ServiceEntry? Find(ServiceEntryId id) => Entries.FirstOrDefault(e => e.Id == id);

    internal VolunteerDay Add(ServiceEntry entry) => this with { Entries = Entries.Add(entry) };

    internal VolunteerDay Change(ServiceEntryId id, Func<ServiceEntry, ServiceEntry> change) =>
        this with
        {
            Entries = Entries.Select(entry => entry.Id == id ? change(entry) : entry).ToValueList(),
        };

    /// <summary>
    /// Credited minutes per service line, organisation and recording unit, ordered by these codes; without the
    /// combinations that got none. They sum to the day's credited minutes.
    /// </summary>
    /// <param name="state">The day.</param>
    public static IReadOnlyList<CreditedLine> CreditedMinutesByLine(VolunteerDay state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return
        [
            .. state
                .Shares.Where(share => share.Minutes > Minutes.Zero)
                .GroupBy(share =>
                    (
                        share.Entry.Service.ServiceLine,
                        share.Entry.Service.Organisation,
                        share.Entry.Service.RecordingUnit
                    )
                )
                .OrderBy(group => group.Key.ServiceLine, StringComparer.Ordinal)
                .ThenBy(group => group.Key.Organisation, StringComparer.Ordinal)
                .ThenBy(group => group.Key.RecordingUnit, StringComparer.Ordinal)
                .Select(group => new CreditedLine(
                    group.Key.ServiceLine,
                    group.Key.Organisation,
                    group.Key.RecordingUnit,
                    group.Aggregate(Minutes.Zero, (sum, share) => sum + share.Minutes)
                )),
        ];
    }
}

/// <summary>The part of a day's credited minutes that one entry got.</summary>
/// <param name="Entry">A credited entry.</param>
/// <param name="Minutes">Its part.</param>
public sealed record CreditedShare(ServiceEntry Entry, Minutes Minutes);

/// <summary>Credited minutes of one day under one service line, organisation and recording unit.</summary>
/// <param name="ServiceLine">Code of the service line.</param>
/// <param name="Organisation">Code of the organisation that the service was done for.</param>
/// <param name="RecordingUnit">Code of the organisation that answers for the record.</param>
/// <param name="Minutes">Minutes, more than zero.</param>
public sealed record CreditedLine(string ServiceLine, string Organisation, string RecordingUnit, Minutes Minutes);
