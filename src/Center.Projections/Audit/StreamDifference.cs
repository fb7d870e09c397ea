using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Center.Projections.EventStore;

namespace Center.Projections.Audit;

/// <summary>A member that a stream's state has otherwise at a later version.</summary>
/// <param name="Field">JSON path without the root, for example <c>terms.window.start</c>.</param>
/// <param name="Before">At the earlier version; null when there was no such member.</param>
/// <param name="After">At the later version; null when there is no such member.</param>
public sealed record ChangedField(string Field, JsonElement Before, JsonElement After);

/// <summary>What changed in one stream between two versions.</summary>
/// <param name="From">The earlier version; 0 stands for before the first event.</param>
/// <param name="To">The later version.</param>
/// <param name="Fields">What changed, in the order of the fields' names; null when an event of it cannot be read.</param>
public sealed record StreamDifference(long From, long To, IReadOnlyList<ChangedField>? Fields)
{
    private const int RootLength = 2;

    /// <summary>Compares what the events up to two versions come to.</summary>
    /// <param name="stream">Stream key.</param>
    /// <param name="events">All events of the stream by version.</param>
    /// <param name="from">One version.</param>
    /// <param name="to">The other; whichever is lower is the earlier one.</param>
    public static StreamDifference Of(string stream, IReadOnlyList<StoredEvent> events, long from, long to)
    {
        var (first, last) = (Math.Min(from, to), Math.Max(from, to));
        var before = StreamFold.JsonOf(stream, events.Where(e => e.Version <= first));
        var after = StreamFold.JsonOf(stream, events.Where(e => e.Version <= last));
        return before is null || after is null
            ? new StreamDifference(first, last, null)
            : new StreamDifference(first, last, [.. RowFields.Of(before, after).Select(Shown)]);
    }

    private static ChangedField Shown(DifferingField field) =>
        new(field.Field.Length > RootLength ? field.Field[RootLength..] : field.Field, field.Stored, field.Replayed);
}
