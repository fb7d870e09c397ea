using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Text.Json;
using JasperFx.Events;

namespace Center.Projections.EventStore;

/// <summary>Makes events of one type out of their bodies, as the views are given them.</summary>
internal abstract class EventForm
{
    private static readonly FrozenDictionary<string, EventForm> _known =
        EventLanguage.OfDomain.Types.ToFrozenDictionary(
            EventLanguage.OfDomain.StoredNameOf,
            type => (EventForm)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type))!
        );

    /// <summary>The form behind a stored name; null when this version does not know it.</summary>
    /// <param name="type">Name with version.</param>
    public static EventForm? Named(string type) => _known.GetValueOrDefault(type);

    /// <summary>Reads a body.</summary>
    /// <param name="body">JSON, UTF-8.</param>
    /// <exception cref="JsonException">It is no such body.</exception>
    public abstract IEvent Read(ReadOnlySpan<byte> body);

    /// <summary>Says of an event where it lies, which its body does not tell.</summary>
    /// <param name="e">The event.</param>
    /// <param name="stream">Stream key.</param>
    /// <param name="position">Position in the log.</param>
    /// <param name="version">Place in the stream.</param>
    /// <param name="at">Instant that it was decided at.</param>
    /// <returns>The event.</returns>
    public static IEvent Place(IEvent e, string stream, long position, long version, DateTimeOffset at)
    {
        e.StreamKey = stream;
        e.Sequence = position;
        e.Version = version;
        e.Timestamp = at;
        return e;
    }

    private sealed class Of<T> : EventForm
        where T : notnull
    {
        public override IEvent Read(ReadOnlySpan<byte> body) =>
            new Event<T>(
                JsonSerializer.Deserialize<T>(body, CenterJson.Options) ?? throw new JsonException("the body is null")
            );
    }
}
