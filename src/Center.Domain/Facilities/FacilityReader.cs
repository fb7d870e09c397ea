using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>Reads facilities as the definition file writes them.</summary>
internal static class FacilityReader
{
    private const int MostPeople = 100_000;
    private const int MostUnits = 10_000;

    /// <summary>Reads one facility.</summary>
    /// <param name="facility">The object.</param>
    /// <param name="home">Code of the site where it is when it does not say so.</param>
    /// <param name="equipment">Whether it stands in the list of equipment, which need not name its kind.</param>
    /// <param name="code">Code that it has when it does not say so; null when it must.</param>
    public static Facility Read(ObjectReader facility, string? home, bool equipment, string? code = null)
    {
        var kind = Kind(facility, equipment);
        var capacity = Capacity(facility, kind);
        var value = new Facility(
            facility.OptionalCode("code", required: code is null) ?? code ?? string.Empty,
            facility.OptionalCode("site", required: home is null) ?? home ?? string.Empty,
            facility.OptionalCode("serviceLine", required: kind != FacilityKind.Equipment),
            kind ?? FacilityKind.Room,
            facility.OptionalWhole("floor", -20, 200),
            facility.Localized("name"),
            capacity ?? 0,
            facility.Whole("units", 1, MostUnits),
            facility.Codes("features"),
            Parts(facility),
            HoursReader.Optional(facility, "openingHours"),
            RulesReader.Overrides(facility.Object("bookingRules", required: false)),
            facility.OptionalCode("source")
        );
        facility.Close();
        CheckUnits(facility, value, kind);
        if (capacity is not null)
        {
            CheckPeople(facility, value);
        }

        return value;
    }

    private static FacilityKind? Kind(ObjectReader facility, bool equipment)
    {
        if (!equipment)
        {
            return facility.OptionalChoice<FacilityKind>("kind", required: true);
        }

        if (facility.OptionalChoice<FacilityKind>("kind") is { } kind && kind != FacilityKind.Equipment)
        {
            facility.Complain("kind", "must be equipment in this list");
        }

        return FacilityKind.Equipment;
    }

    private static int? Capacity(ObjectReader facility, FacilityKind? kind) =>
        kind == FacilityKind.Equipment
            ? facility.OptionalWhole("capacity", 0, 0)
            : facility.OptionalWhole("capacity", 1, MostPeople, required: true);

    private static ValueList<FacilityPart> Parts(ObjectReader facility) =>
        facility.Objects("parts", required: false).Select(Part).ToValueList();

    private static FacilityPart Part(ObjectReader part)
    {
        var value = new FacilityPart(
            part.Code("code"),
            part.Localized("name"),
            part.Whole("capacity", 1, MostPeople),
            part.Codes("features")
        );
        part.Close();
        return value;
    }

    private static void CheckUnits(ObjectReader reader, Facility facility, FacilityKind? kind)
    {
        if (kind == FacilityKind.Room && facility.Units > 1)
        {
            reader.Complain("units", "must be 1 for a room; what it divides into are its parts");
        }

        if (kind is not null and not FacilityKind.Room && facility.Parts.Count > 0)
        {
            reader.Complain("parts", "must be left out unless the facility is a room");
        }

        if (facility.Parts.Count == 1)
        {
            reader.Complain("parts", "must be at least two");
        }
    }

    private static void CheckPeople(ObjectReader reader, Facility facility)
    {
        var fit = true;
        foreach (var (part, at) in facility.Parts.Select((part, at) => (part, at)))
        {
            if (part.Capacity > facility.Capacity)
            {
                reader.Complain($"parts[{at}].capacity", "must not be more than the capacity of the whole room");
                fit = false;
            }
        }

        // The room is no safer for being divided.
        if (fit && facility.Parts.Sum(part => (long)part.Capacity) > facility.Capacity)
        {
            reader.Complain("parts", "must not hold more people together than the whole room");
        }
    }
}
