using System.Globalization;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>What a booking may name: a facility or a part of a divisible room.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Facility">Code of the whole facility; the same as <paramref name="Code"/> unless it is a part.</param>
/// <param name="Site">Code of the site where it is.</param>
/// <param name="ServiceLine">Code of the line that it serves; null only for equipment without one.</param>
/// <param name="Kind">What about it cannot be shared.</param>
/// <param name="Capacity">People it holds; 0 for equipment, see <see cref="Holds"/>.</param>
/// <param name="Floor">Storey, the ground floor is 1; null when not told.</param>
/// <param name="Name">Its name.</param>
/// <param name="Features">What it offers, by code.</param>
/// <param name="UnitCodes">
/// What cannot be shared: of a room its own code or the codes of its parts, of a part its own code, of seats, counters
/// and equipment <c>{code}/01</c> … in order.
/// </param>
/// <param name="Parts">Codes of its parts; empty unless it is a divisible room.</param>
public sealed record Bookable(
    string Code,
    string Facility,
    string Site,
    string? ServiceLine,
    FacilityKind Kind,
    int Capacity,
    int? Floor,
    LocalizedText Name,
    ValueList<string> Features,
    ValueList<string> UnitCodes,
    ValueList<string> Parts
)
{
    /// <summary>Whether it is a part of a divisible room.</summary>
    public bool IsPart => Code != Facility;

    /// <summary>Whether so many people may use it; equipment knows no limit.</summary>
    /// <param name="people">Number of people.</param>
    public bool Holds(int people) => Kind == FacilityKind.Equipment || people <= Capacity;

    internal static Bookable Whole(Facility facility)
    {
        var parts = facility.Parts.Select(part => part.Code).ToValueList();
        return new Bookable(
            facility.Code,
            facility.Code,
            facility.Site,
            facility.ServiceLine,
            facility.Kind,
            facility.Capacity,
            facility.Floor,
            facility.Name,
            facility.Features,
            UnitsOf(facility, parts),
            parts
        );
    }

    internal static Bookable Part(Facility whole, FacilityPart part) =>
        new(
            part.Code,
            whole.Code,
            whole.Site,
            whole.ServiceLine,
            whole.Kind,
            part.Capacity,
            whole.Floor,
            part.Name,
            part.Features,
            [part.Code],
            []
        );

    private static ValueList<string> UnitsOf(Facility facility, ValueList<string> parts) =>
        (facility.Kind, parts.Count) switch
        {
            (FacilityKind.Room, 0) => [facility.Code],
            (FacilityKind.Room, _) => parts,
            _ => Enumerable
                .Range(1, facility.Units)
                .Select(number => $"{facility.Code}/{number.ToString("00", CultureInfo.InvariantCulture)}")
                .ToValueList(),
        };
}
