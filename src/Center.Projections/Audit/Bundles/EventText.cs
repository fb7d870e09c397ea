using System;
using System.Text.Json;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Audit.Bundles;

/// <summary>
/// The canonical text of an event, read without regard to the leaves before it. Only what is quite in order is read so;
/// anything else is left to whoever looks at the leaves one after another and says what is wrong with them.
/// </summary>
/// <param name="Position">Its position.</param>
/// <param name="Type">Stored name.</param>
/// <param name="Event">The event; null where the figures do not need it.</param>
internal sealed record EventText(long Position, string Type, IEvent? Event)
{
    /// <summary>Reads a text.</summary>
    /// <param name="text">Canonical text, UTF-8.</param>
    /// <param name="head">What the bundle covers.</param>
    /// <returns>Null when something in it is out of the ordinary.</returns>
    public static EventText? Read(ReadOnlySpan<byte> text, BundleHead head)
    {
        var members = new EventMembers();
        try
        {
            if (!members.TryRead(text, head.Centre))
            {
                return null;
            }

            var position = members.Position;
            if (!(position >= head.From && position <= head.To && position <= head.FiguresAt))
            {
                return new EventText(position, members.Type!, null);
            }

            return Restore(members) is { } e ? new EventText(position, members.Type!, e) : null;
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static IEvent? Restore(EventMembers members)
    {
        if (EventForm.Named(members.Type!) is not { } form || !Instants.TryRead(members.At, out var at))
        {
            return null;
        }

        return EventForm.Place(form.Read(members.Body), members.Stream!, members.Position, members.Version, at);
    }
}
