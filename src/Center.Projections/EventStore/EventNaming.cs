namespace Center.Projections.EventStore;

/// <summary>
/// Finds events by the ids that they name. <c>EventNaming.sql</c> makes the function and the index; see decision 0035.
/// </summary>
public static class EventNaming
{
    /// <summary>Name of the index, which Marten leaves alone.</summary>
    public const string Index = "mt_events_naming";

    /// <summary>SQL over a row of <c>center.mt_events</c>: the ids that it names, written as the index holds them.</summary>
    public const string Ids = "center.ids_named(stream_id, user_name, headers, data)";
}
