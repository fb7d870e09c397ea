using System;

namespace Center.Domain.People;

/// <summary>A kind of records about people, which hold an opaque id and codes only, and why it is not erased.</summary>
/// <param name="Kind">Code of the kind.</param>
/// <param name="Law">The law or standard by which it is kept.</param>
/// <param name="Years">Least years that it must be kept; null when the law names none.</param>
public sealed record HeldRecord(string Kind, string Law, int? Years);

/// <summary>
/// What the centre keeps about people outside the vault. Volunteer time must be kept; all other events stand in a sealed log
/// that cannot lose one without losing its proof, so that they are restricted instead (Personal Information Protection Law,
/// art. 47, second paragraph).
/// </summary>
public static class HeldRecords
{
    /// <summary>Years that records of volunteer time are kept at least (GB/T 40143-2021, section 5.2).</summary>
    public const int YearsOfServiceTime = 10;

    private const string ServiceTimeLaw =
        "State Council Order 685 (2017), art. 19; Ministry of Civil Affairs Order 67 (2020); GB/T 40143-2021, 5.2";

    private const string LogLaw =
        "Personal Information Protection Law, art. 47 (2): cannot be deleted from the sealed log, so only stored";

    /// <summary>The kind of records that a stream holds.</summary>
    /// <param name="streamKind">First part of the stream key, for example <c>booking</c>.</param>
    public static HeldRecord Of(string streamKind)
    {
        ArgumentNullException.ThrowIfNull(streamKind);
        return streamKind switch
        {
            "volunteer-day" => new HeldRecord("service-time", ServiceTimeLaw, YearsOfServiceTime),
            "booking" => new HeldRecord("bookings", LogLaw, null),
            "roll" => new HeldRecord("attendance", LogLaw, null),
            "person" => new HeldRecord("registration", LogLaw, null),
            "access" => new HeldRecord("access", LogLaw, null),
            "look-ups" => new HeldRecord("look-ups", LogLaw, null),
            _ => new HeldRecord("acts-in-office", LogLaw, null),
        };
    }
}
