using System;
using System.IO;
using System.Text.Json.Nodes;

namespace Center.Benchmarks;

/// <summary>
/// The shipped definition with room for very many bookings: open from eight to ten every day, quarters of an hour, a year
/// ahead, no quotas, no notice. That one person is in one place at a time stays as it is.
/// </summary>
internal static class RoomyDefinition
{
    /// <summary>Days that can be booked ahead.</summary>
    public const int DaysAhead = 365;

    /// <summary>First hour of the day.</summary>
    public const int Opens = 8;

    /// <summary>Hour of closing.</summary>
    public const int Closes = 22;

    /// <summary>Minutes of a booking.</summary>
    public const int Grid = 15;

    /// <summary>Makes the text.</summary>
    public static string Make()
    {
        var root = Shipped();
        Open(root["centre"]!.AsObject());
        foreach (var site in root["sites"]!.AsArray())
        {
            Open(site!.AsObject());
        }

        foreach (var kind in (string[])["room", "seats", "counter"])
        {
            var rules = root["bookingRules"]![kind]!.AsObject();
            rules["grid"] = Grid;
            rules["shortest"] = Grid;
            rules["longest"] = 240;
            rules["earliestDaysAhead"] = DaysAhead;
            rules["latestBeforeStart"] = 0;
            rules["noShow"] = null;
            rules.Remove("perPerson");
            rules.Remove("perOrganisation");
        }

        return root.ToJsonString();
    }

    /// <summary>The definition as it is shipped.</summary>
    public static JsonObject Shipped()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Definitions", "nanyang-xincun.json");
        return JsonNode.Parse(File.ReadAllText(path))!.AsObject();
    }

    private static void Open(JsonObject place)
    {
        var hours = $"{Opens:00}:00-{Closes:00}:00";
        place["openingHours"] = new JsonObject
        {
            ["monday-friday"] = new JsonArray(hours),
            ["saturday-sunday"] = new JsonArray(hours),
        };
    }
}
