namespace Center.Projections.Audit.Sealing;

/// <summary>Kinds of leaves as they are stored.</summary>
internal static class Kinds
{
    public static string Write(LeafKind kind) =>
        kind switch
        {
            LeafKind.Event => "event",
            LeafKind.Gap => "gap",
            _ => "unreadable",
        };

    public static LeafKind Read(string text) =>
        text switch
        {
            "event" => LeafKind.Event,
            "gap" => LeafKind.Gap,
            _ => LeafKind.Unreadable,
        };
}
