using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Center.Domain.Kernel;

namespace Center.Architecture.Tests;

/// <summary>What an event may be called and hold. An event is for ever, so this is stricter than elsewhere.</summary>
internal static partial class EventRules
{
    private static readonly string[] _irregular =
    [
        "Begun",
        "Done",
        "Drawn",
        "Given",
        "Held",
        "Kept",
        "Left",
        "Lent",
        "Met",
        "Overridden",
        "Reset",
        "Sent",
        "Set",
        "Split",
        "Taken",
        "Undone",
        "Withdrawn",
        "Written",
    ];

    private static readonly Type[] _banned =
    [
        typeof(float),
        typeof(double),
        typeof(decimal),
        typeof(Half),
        typeof(DateTime),
        typeof(object),
    ];

    /// <summary>Why a type is no proper event; empty when it is one.</summary>
    public static IEnumerable<string> Of(Type type)
    {
        var name = type.GetCustomAttribute<EventNameAttribute>();
        if (name is null)
        {
            yield return $"{type.Name} has no [EventName]";
        }
        else if (!StoredName().IsMatch(name.Name))
        {
            yield return $"{type.Name} is stored as '{name.Name}', which is not noun.past-participle in lower case";
        }

        if (!type.IsSealed || type.GetMethod("<Clone>$") is null)
        {
            yield return $"{type.Name} is no sealed record";
        }

        if (!Words(type.Name).Skip(1).Any(IsPast))
        {
            yield return $"{type.Name} is not named noun first, past tense";
        }

        foreach (var finding in MembersOf(type))
        {
            yield return finding;
        }
    }

    /// <summary>Types that an event holds, itself included, down to those of the base class library.</summary>
    public static IEnumerable<Type> Held(Type type)
    {
        var seen = new HashSet<Type>();
        Collect(type, seen);
        return seen;
    }

    private static IEnumerable<string> MembersOf(Type type) =>
        from holder in Held(type)
        where IsOurs(holder)
        from member in holder.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where !member.Name.StartsWith("EqualityContract", StringComparison.Ordinal)
        let inside = Unwrapped(member.PropertyType)
        let wrong = inside.Any(_banned.Contains) ? "is a fraction, a local time or anything at all"
        : inside.Any(IsDictionary) ? "is a dictionary"
        : inside.Contains(typeof(string)) && PersonalName().IsMatch(member.Name) ? "looks like personal data"
        : holder == type && IsStreamId(type, member) ? "repeats the stream id"
        : null
        where wrong is not null && holder != typeof(LocalizedText)
        select $"{type.Name}: {holder.Name}.{member.Name} {wrong}";

    // The stream of booking.confirmed is booking/{id}: an event that says Booking or BookingId once more could disagree.
    private static bool IsStreamId(Type type, PropertyInfo member)
    {
        var noun = type.GetCustomAttribute<EventNameAttribute>()?.Name.Split('.')[0] ?? string.Empty;
        var own = noun.Replace("-", "", StringComparison.Ordinal);
        string[] always = ["stream", "streamid", "streamkey"];
        string[] banned = StreamKinds.All.Contains(noun) ? [.. always, own, $"{own}id", $"{own}code"] : always;
        return banned.Contains(member.Name, StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsPast(string word) =>
        word.EndsWith("ed", StringComparison.Ordinal) || _irregular.Contains(word, StringComparer.Ordinal);

    private static IEnumerable<string> Words(string name) => Word().Matches(name).Select(match => match.Value);

    private static void Collect(Type type, HashSet<Type> seen)
    {
        foreach (var inside in Unwrapped(type).Where(inside => seen.Add(inside) && IsOurs(inside)))
        {
            foreach (var member in inside.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                Collect(member.PropertyType, seen);
            }
        }
    }

    private static IEnumerable<Type> Unwrapped(Type type) =>
        type.IsArray ? Unwrapped(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Unwrapped).Prepend(type)
        : [type];

    private static bool IsDictionary(Type type) =>
        type.IsAssignableTo(typeof(IDictionary))
        || type.GetInterfaces()
            .Append(type)
            .Any(face =>
                face.IsGenericType
                && (
                    face.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)
                    || face.GetGenericTypeDefinition() == typeof(IDictionary<,>)
                )
            );

    private static bool IsOurs(Type type) =>
        type.Namespace?.StartsWith("Center.", StringComparison.Ordinal) == true
        && type is { IsEnum: false, IsGenericType: false };

    [GeneratedRegex("^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$")]
    private static partial Regex StoredName();

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Word();

    [GeneratedRegex(
        "(Name|Phone|Email|Mail|Address|Contact|Note|Notes|Text|Comment|Remark|Message|Label|Title|IdCard|IdNumber|Birth\\w*|Claim)$"
    )]
    private static partial Regex PersonalName();
}
