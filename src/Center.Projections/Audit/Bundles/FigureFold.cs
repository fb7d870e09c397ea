using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
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
        if (EventForm.Named(type) is not { } form)
        {
            return $"this version does not know the event {type}, so it cannot compute the figures";
        }

        return await CountAsync(type, () => Restore(text, form));
    }

    /// <summary>Takes the next event.</summary>
    /// <param name="type">Its stored name.</param>
    /// <param name="e">The event.</param>
    /// <returns>Why it cannot be taken, or null.</returns>
    public ValueTask<string?> TakeAsync(string type, IEvent e) => CountAsync(type, () => e);

    /// <summary>The figures so far.</summary>
    /// <param name="position">Position that they stand at.</param>
    public StatedFigures At(long position) =>
        StatedFigures.Of(position, _rows.Known<FigureCell>().Select(cell => (cell.Cut.Area, cell.Counts)));

    private async ValueTask<string?> CountAsync(string type, Func<IEvent> read)
    {
        try
        {
            await _view.ApplyAsync(read(), _rows);
            return null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            return $"the event {type} cannot be counted: {wrong.Message}";
        }
    }

    private static IEvent Restore(JsonElement text, EventForm form) =>
        EventForm.Place(
            form.Read(JsonMarshal.GetRawUtf8Value(text.GetProperty("body"))),
            text.GetProperty("stream").GetString()!,
            text.GetProperty("position").GetInt64(),
            text.GetProperty("version").GetInt64(),
            text.GetProperty("at").Deserialize<DateTimeOffset>(CenterJson.Options)
        );
}
