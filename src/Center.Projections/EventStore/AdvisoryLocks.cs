namespace Center.Projections.EventStore;

/// <summary>Classes of the advisory locks, the first of the two numbers that PostgreSQL takes.</summary>
public static class AdvisoryLocks
{
    /// <summary>Held while a decision about places is made and written; one a centre.</summary>
    public const int Admission = 4701;

    /// <summary>Shared by appends, exclusive for an instant by the log's sequencer; one a centre.</summary>
    public const int Log = 4702;

    /// <summary>Held while the schema is applied, the definition imported and the first key made.</summary>
    public const int Migration = 4703;

    /// <summary>Held for one idempotency key.</summary>
    public const int Idempotency = 4704;

    /// <summary>Held for the uploads of one device, then for the rolls that they change.</summary>
    public const int Attendance = 4705;

    /// <summary>Held while a decision about one contended stream is made and written.</summary>
    public const int Stream = 4706;

    /// <summary>Held by a replay for the name of its scratch schema.</summary>
    public const int Replay = 4707;

    /// <summary>Held by the one node that adds leaves to the public log and signs it; one a centre.</summary>
    public const int Sequencer = 4708;
}
