using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using Center.Domain.Kernel;

namespace Center.Projections.EventStore;

/// <summary>Every event that can be stored, by the name that it is stored under.</summary>
public sealed class EventLanguage
{
    private readonly FrozenDictionary<string, Type> _typesByStoredName;
    private readonly FrozenDictionary<Type, EventNameAttribute> _names;

    private EventLanguage(IReadOnlyDictionary<Type, EventNameAttribute> names)
    {
        _names = names.ToFrozenDictionary();
        _typesByStoredName = names.ToFrozenDictionary(pair => pair.Value.Stored, pair => pair.Key);
    }

    /// <summary>The language of Center.Domain.</summary>
    public static EventLanguage OfDomain { get; } = Of(typeof(EventNameAttribute).Assembly.GetTypes());

    /// <summary>Event types, sorted by stored name.</summary>
    public IEnumerable<Type> Types =>
        _names.OrderBy(pair => pair.Value.Stored, StringComparer.Ordinal).Select(pair => pair.Key);

    /// <summary>Reads the language from types; checks it.</summary>
    /// <param name="types">Types of an assembly; those without an event name are passed over unless they look like events.</param>
    /// <exception cref="InvalidOperationException">Two types share a stored name, or a type in an events file has none.</exception>
    public static EventLanguage Of(IEnumerable<Type> types)
    {
        var names = new Dictionary<Type, EventNameAttribute>();
        foreach (var type in types)
        {
            if (type.GetCustomAttribute<EventNameAttribute>() is { } name)
            {
                names.Add(type, name);
            }
        }

        foreach (var shared in names.GroupBy(pair => pair.Value.Stored).Where(group => group.Skip(1).Any()))
        {
            var owners = string.Join(" and ", shared.Select(pair => pair.Key.FullName));
            throw new InvalidOperationException($"The stored event name '{shared.Key}' is shared by {owners}.");
        }

        return new EventLanguage(names);
    }

    /// <summary>The stored name of an event type.</summary>
    /// <param name="type">An event type of the domain.</param>
    /// <exception cref="InvalidOperationException">The type carries no event name.</exception>
    public string StoredNameOf(Type type) => NameOf(type).Stored;

    /// <summary>The name attribute of an event type.</summary>
    /// <param name="type">An event type of the domain.</param>
    /// <exception cref="InvalidOperationException">The type carries no event name.</exception>
    public EventNameAttribute NameOf(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return _names.TryGetValue(type, out var name)
            ? name
            : throw new InvalidOperationException($"{type.FullName} is appended as an event but has no [EventName].");
    }

    /// <summary>The event type behind a stored name, or null when the name is unknown.</summary>
    /// <param name="storedName">Name with version, for example <c>booking.confirmed.v1</c>.</param>
    public Type? TypeOf(string storedName) => _typesByStoredName.GetValueOrDefault(storedName);

    /// <summary>The event that a stored body tells; null when its name is unknown, and when the body is JSON's null.</summary>
    /// <param name="storedName">Name with version.</param>
    /// <param name="body">The body as JSON text.</param>
    /// <exception cref="JsonException">The body has not the event's form.</exception>
    public object? Read(string storedName, string body) =>
        TypeOf(storedName) is { } type ? JsonSerializer.Deserialize(body, type, CenterJson.Options) : null;

    /// <summary>A stored name split for people: <c>booking.confirmed.v1</c> → <c>booking.confirmed</c>.</summary>
    /// <param name="storedName">Name with version.</param>
    public static string WithoutVersion(string storedName)
    {
        ArgumentNullException.ThrowIfNull(storedName);
        var dot = storedName.LastIndexOf(".v", StringComparison.Ordinal);
        return dot < 0 ? storedName : storedName[..dot];
    }

    /// <summary>The version in a stored name: <c>booking.confirmed.v1</c> → 1; 1 when there is none.</summary>
    /// <param name="storedName">Name with version.</param>
    public static int VersionIn(string storedName)
    {
        ArgumentNullException.ThrowIfNull(storedName);
        var dot = storedName.LastIndexOf(".v", StringComparison.Ordinal);
        return
            dot >= 0
            && int.TryParse(
                storedName.AsSpan(dot + 2),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var version
            )
            ? version
            : 1;
    }
}
