using System.Text.Json.Serialization;

namespace Center.Domain.Attendance;

/// <summary>What was counted at the door of a site on one day.</summary>
/// <param name="Manual">The last count by a person, or null.</param>
/// <param name="Shown">What the counter showed last since its last start, or null.</param>
/// <param name="BeforeReset">What the counter had shown before it began again, summed.</param>
public sealed record DayVisits(int? Manual, int? Shown, int BeforeReset)
{
    /// <summary>The counter's figure for the day, or null when it reported nothing.</summary>
    [JsonIgnore]
    public int? Counter =>
        Shown is { } shown ? BeforeReset + shown
        : BeforeReset > 0 ? BeforeReset
        : null;
}

/// <summary>Which evidence a day's visits stand on.</summary>
public enum VisitSource
{
    /// <summary>Nothing is known.</summary>
    None,

    /// <summary>People who were scanned.</summary>
    Named,

    /// <summary>A person's count.</summary>
    Manual,

    /// <summary>A counter at the door.</summary>
    Counter,
}

/// <summary>Visits of a site on one day 到馆人次.</summary>
/// <param name="Visits">The figure, not negative.</param>
/// <param name="Source">What it stands on.</param>
public readonly record struct VisitFigure(int Visits, VisitSource Source)
{
    /// <summary>
    /// The larger of what was counted and who was named, never their sum: whoever is scanned also walks through the
    /// door. A person's count goes before the counter's, since it corrects the machine.
    /// </summary>
    /// <param name="named">People scanned, each once.</param>
    /// <param name="manual">A person's count, or null.</param>
    /// <param name="counter">The counter's figure, or null.</param>
    public static VisitFigure Of(int named, int? manual, int? counter)
    {
        var counted =
            manual is { } byHand ? new VisitFigure(byHand, VisitSource.Manual)
            : counter is { } shown ? new VisitFigure(shown, VisitSource.Counter)
            : new VisitFigure(0, VisitSource.None);
        return named > counted.Visits ? new VisitFigure(named, VisitSource.Named) : counted;
    }
}
