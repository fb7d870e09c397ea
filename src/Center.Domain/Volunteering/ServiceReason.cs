using System;

namespace Center.Domain.Volunteering;

/// <summary>
/// Why a service record was filled in late, rejected, revoked or adjusted. A closed set, because free text in an event
/// that is kept for good would sooner or later name a person.
/// </summary>
public enum ServiceReason
{
    /// <summary>Any reason that has no code here.</summary>
    Other,

    /// <summary>Start or end was noted wrongly.</summary>
    WrongTime,

    /// <summary>The record belongs to somebody else.</summary>
    WrongPerson,

    /// <summary>The same service was recorded twice.</summary>
    Duplicate,

    /// <summary>The service did not take place.</summary>
    NotHeld,

    /// <summary>Nobody could confirm it.</summary>
    NotConfirmed,

    /// <summary>It was paid duty, which is never volunteer time.</summary>
    PaidDuty,

    /// <summary>The volunteer left early or came late.</summary>
    Absent,

    /// <summary>A break was not subtracted, or was subtracted in error.</summary>
    Break,

    /// <summary>A device failed or was missing.</summary>
    DeviceFailure,

    /// <summary>Copied from a paper list.</summary>
    PaperList,

    /// <summary>The volunteer asked for the correction and was right.</summary>
    CorrectionUpheld,
}

/// <summary>Reads reason codes as clients send them.</summary>
public static class ServiceReasons
{
    /// <summary>The reason of a kebab-case code such as <c>wrong-time</c>; a code that is not known counts as other.</summary>
    /// <param name="code">Code sent by a client.</param>
    public static ServiceReason Parse(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var plain = code.Replace("-", string.Empty, StringComparison.Ordinal);
        foreach (var reason in Enum.GetValues<ServiceReason>())
        {
            if (plain.Equals(reason.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return reason;
            }
        }

        return ServiceReason.Other;
    }
}
