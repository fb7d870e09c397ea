using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Center.Projections.Statistics;
using JasperFx.Events;

namespace Center.Projections.Audit.Bundles;

/// <summary>
/// Folds the events of a bundle into the centre's figures, in memory and by the code that the service itself uses. It
/// remembers what each booking, volunteer's day and site's day counts, so memory grows with these, not with events.
/// </summary>
internal sealed class FigureFold
{
    private readonly FiguresView _view = new();
    private readonly ViewRows _rows = ViewRows.InMemory();

    /// <summary>Takes the next event.</summary>
    /// <param name="text">Its canonical form.</param>
    /// <returns>Why it cannot be taken, or null.</returns>
    public async ValueTask<string?> TakeAsync(JsonElement text)
    {
        var type = text.GetProperty("type").GetString()!;
        if (EventLanguage.OfDomain.TypeOf(type) is not { } shape)
        {
            return $"this version does not know the event {type}, so it cannot compute the figures";
        }

        try
        {
            await _view.ApplyAsync(Restore(text, shape), _rows);
            return null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            return $"the event {type} cannot be counted: {wrong.Message}";
        }
    }

    /// <summary>The figures so far.</summary>
    /// <param name="position">Position that they stand at.</param>
    public StatedFigures At(long position) =>
        StatedFigures.Of(position, _rows.Known<FigureCell>().Select(cell => (cell.Cut.Area, cell.Counts)));

    private static IEvent Restore(JsonElement text, Type shape)
    {
        var body =
            text.GetProperty("body").Deserialize(shape, CenterJson.Options)
            ?? throw new JsonException("the body is null");
        var e = (IEvent)Activator.CreateInstance(typeof(Event<>).MakeGenericType(shape), body)!;
        e.StreamKey = text.GetProperty("stream").GetString()!;
        e.Sequence = text.GetProperty("position").GetInt64();
        e.Version = text.GetProperty("version").GetInt64();
        e.Timestamp = text.GetProperty("at").Deserialize<DateTimeOffset>(CenterJson.Options);
        return e;
    }
}
