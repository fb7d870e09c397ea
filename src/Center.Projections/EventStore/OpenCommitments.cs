using System;
using System.Collections.Generic;

namespace Center.Projections.EventStore;

/// <summary>
/// What the commitments of events (see <see cref="EventLeaf"/>) are made of before the events are stored. A position is drawn by
/// the database as it stores its event, so it is the database that hashes: <see cref="Sql"/>.
/// </summary>
/// <param name="Before">For each event its salt and its canonical form up to the position.</param>
/// <param name="After">For each event its canonical form after the position.</param>
internal sealed record OpenCommitments(byte[][] Before, byte[][] After)
{
    /// <summary>Prepares the commitments of events.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="events">The events, whatever their positions.</param>
    /// <exception cref="FormatException">An event has no canonical form, or no salt.</exception>
    public static OpenCommitments Of(string centre, IReadOnlyList<StoredEvent> events)
    {
        using var page = new EventPage();
        using var text = new CanonicalEvent();
        var (before, after) = (new byte[events.Count][], new byte[events.Count][]);
        for (var i = 0; i < events.Count; i++)
        {
            page.Clear();
            page.Add(events[i]);
            var canonical = text.Write(centre, page, 0);
            var (start, length) = text.Position.GetOffsetAndLength(canonical.Length);
            before[i] = [.. EventLeaf.SaltOf(events[i]), .. canonical[..start]];
            after[i] = canonical[(start + length)..].ToArray();
        }

        return new OpenCommitments(before, after);
    }

    /// <summary>The commitment of a row <c>drawn</c> (position, before, after) in SQL, as text of 64 hexadecimal digits.</summary>
    public const string Sql =
        "encode(sha256(drawn.before || convert_to(drawn.position::text, 'UTF8') || drawn.after), 'hex')";
}
