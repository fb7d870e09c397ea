namespace Center.Domain.Volunteering;

/// <summary>How it is known that a service took place, strongest first; the order decides who keeps a shared minute.</summary>
public enum Evidence
{
    /// <summary>A machine scanned in and out on an enrolled device (class A).</summary>
    Scans,

    /// <summary>One scan, the other end confirmed by a supervisor (class B).</summary>
    OneSided,

    /// <summary>A supervisor's roster (class C).</summary>
    Roster,

    /// <summary>The volunteer's own report (class D).</summary>
    Self,

    /// <summary>Filled in afterwards from paper or memory (class E).</summary>
    Backfill,
}

/// <summary>Evidence class 证据等级 as printed on statements and certificates, A strongest.</summary>
public enum EvidenceClass
{
    /// <summary>Machine in and out.</summary>
    A,

    /// <summary>One-sided plus supervisor.</summary>
    B,

    /// <summary>Supervisor's roster.</summary>
    C,

    /// <summary>Self-reported.</summary>
    D,

    /// <summary>Back-filled.</summary>
    E,
}

/// <summary>What follows from the kind of evidence.</summary>
public static class EvidenceRule
{
    /// <summary>The class that a statement shows.</summary>
    /// <param name="evidence">How the service is known.</param>
    public static EvidenceClass Class(this Evidence evidence) => (EvidenceClass)(int)evidence;

    /// <summary>How many different people must approve before the minutes count: two for what was filled in afterwards.</summary>
    /// <param name="evidence">How the service is known.</param>
    public static int ApproversNeeded(this Evidence evidence) => evidence == Evidence.Backfill ? 2 : 1;
}
