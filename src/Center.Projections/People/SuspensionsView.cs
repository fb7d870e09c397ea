using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Domain.People;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.People;

/// <summary>A suspension that was neither lifted nor replaced; it may be over.</summary>
/// <param name="Id">The person.</param>
/// <param name="Since">When it was imposed.</param>
/// <param name="Until">End, exclusive.</param>
public sealed record SuspensionRow(string Id, DateTimeOffset Since, DateTimeOffset Until) : IViewRow;

/// <summary>Who is suspended. What led to it is in the person's stream.</summary>
public sealed class SuspensionsView : View
{
    private const string StreamPrefix = "person/";

    /// <inheritdoc/>
    public override string Name => "suspensions";

    /// <inheritdoc/>
    public override IReadOnlyList<string>? Streams => [StreamPrefix];

    /// <inheritdoc/>
    public override IReadOnlyList<Type> RowTypes => [typeof(SuspensionRow)];

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(IEvent e, ViewRows rows)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rows);
        if (!e.StreamKey!.StartsWith(StreamPrefix, StringComparison.Ordinal))
        {
            return ValueTask.CompletedTask;
        }

        var id = e.StreamKey[StreamPrefix.Length..];
        switch (e.Data)
        {
            case SuspensionImposed imposed:
                rows.Store(new SuspensionRow(id, e.Timestamp, imposed.Until));
                break;
            // Under a record that was merged away nobody books any more.
            case SuspensionLifted or PersonMerged:
                rows.Delete<SuspensionRow>(id);
                break;
        }

        return ValueTask.CompletedTask;
    }
}
