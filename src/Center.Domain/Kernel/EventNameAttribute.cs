using System;

namespace Center.Domain.Kernel;

/// <summary>
/// The name and version under which an event is stored. Renaming the class is then free; the start fails when an
/// event type has no such name or shares it.
/// </summary>
/// <param name="name">Stored name: <c>noun.past-participle</c> in lower case, for example <c>booking.confirmed</c>.</param>
/// <param name="version">Version of the body's shape, from 1. An added member with a default keeps the version.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventNameAttribute(string name, int version) : Attribute
{
    /// <summary>Stored name without its version.</summary>
    public string Name { get; } = name;

    /// <summary>Version of the body's shape, from 1.</summary>
    public int Version { get; } = version;

    /// <summary>What stands in the event store's type column, for example <c>booking.confirmed.v1</c>.</summary>
    public string Stored => $"{Name}.v{Version.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}
