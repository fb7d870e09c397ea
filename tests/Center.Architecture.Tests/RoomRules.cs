using System;
using System.Collections.Generic;
using System.Linq;
using ArchUnitNET.Domain;

namespace Center.Architecture.Tests;

/// <summary>One type of a room uses a type of another room of the same floor.</summary>
/// <param name="From">Room that uses.</param>
/// <param name="To">Room that is used.</param>
/// <param name="User">The type that uses.</param>
/// <param name="Used">The type that is used.</param>
internal sealed record Crossing(string From, string To, string User, string Used);

/// <summary>Who uses whom across the walls of one floor.</summary>
internal static class RoomRules
{
    /// <summary>Every use of another room's types, events and ids left out.</summary>
    /// <param name="types">Types of the floor.</param>
    /// <param name="floor">Namespace of the floor, for example <c>Center.Domain</c>.</param>
    public static IEnumerable<Crossing> Crossings(IEnumerable<IType> types, string floor) =>
        from user in types
        let room = RoomOf(user.FullName, floor)
        where room is not null
        from used in user.Dependencies.Select(dependency => dependency.Target)
        let other = RoomOf(used.FullName, floor)
        where other is not null && other != room && !IsEventOrId(used)
        select new Crossing(room, other, OuterName(user), OuterName(used));

    /// <summary>The room that a type lies in; null outside of the floor.</summary>
    public static string? RoomOf(string fullName, string floor)
    {
        if (!fullName.StartsWith(floor + ".", StringComparison.Ordinal))
        {
            return null;
        }

        var rest = fullName[(floor.Length + 1)..];
        var dot = rest.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? null : rest[..dot];
    }

    /// <summary>Whether a meeting permits a crossing.</summary>
    public static bool Permits(this Meeting meeting, string floor, Crossing crossing) =>
        $"Center.{meeting.Floor}" == floor
        && (meeting.From == crossing.From || meeting.From == "*")
        && meeting.To == crossing.To
        && (meeting.Only.Count == 0 || meeting.Only.Contains(crossing.Used));

    private static bool IsEventOrId(IType type) =>
        type.Attributes.Any(attribute => attribute.Name == "EventNameAttribute")
        || type.ImplementedInterfaces.Any(face => face.Name.StartsWith("IIdentifier", StringComparison.Ordinal));

    private static string OuterName(IType type)
    {
        var name = type.FullName[(type.Namespace.FullName.Length + 1)..];
        return name.Split('+', '/', '`')[0];
    }
}
