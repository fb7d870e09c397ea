using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Audit;

/// <summary>A finding in the list.</summary>
/// <param name="Id">The finding.</param>
/// <param name="Code">What kind.</param>
/// <param name="Severity">How grave.</param>
/// <param name="About">What it is about.</param>
/// <param name="By">Subject that reported it.</param>
/// <param name="At">When.</param>
public sealed record FindingRow(
    string Id,
    string Code,
    FindingSeverity Severity,
    FindingAbout About,
    string By,
    DateTimeOffset At
) : IViewRow;

/// <summary>What auditors found. Each row belongs to one stream and is kept in the transaction of the report.</summary>
public sealed class FindingView : View
{
    private const string StreamPrefix = "finding/";

    /// <inheritdoc/>
    public override string Name => "findings";

    /// <inheritdoc/>
    public override IReadOnlyList<string>? Streams => [StreamPrefix];

    /// <inheritdoc/>
    public override IReadOnlyList<Type> RowTypes => [typeof(FindingRow)];

    /// <inheritdoc/>
    public override bool Inline => true;

    /// <summary>Stream of a finding.</summary>
    /// <param name="finding">The finding.</param>
    public static string StreamOf(FindingId finding) => $"{StreamPrefix}{finding}";

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(IEvent e, ViewRows rows)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rows);
        if (e.Data is FindingReported found)
        {
            rows.Store(
                new FindingRow(
                    e.StreamKey![StreamPrefix.Length..],
                    found.Code,
                    found.Severity,
                    found.About,
                    e.UserName ?? string.Empty,
                    e.Timestamp
                )
            );
        }

        return ValueTask.CompletedTask;
    }
}
