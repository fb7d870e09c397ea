using System;
using System.Collections.Generic;

namespace Center.Projections.EventStore;

/// <summary>
/// A plain table that can be made again from events. It is written by SQL when a decision is committed, never as a view;
/// here the same rows are told a second time, as documents made from events, so that a replay can compare the two.
/// </summary>
public abstract class ReplayableTable : View
{
    /// <summary>The row as it is told from events.</summary>
    public abstract Type RowType { get; }

    /// <summary>
    /// A select without trailing semicolon over the live table for the centre <c>$1</c>, with the columns <c>id text</c>
    /// and <c>data jsonb</c>: the row as <see cref="RowType"/> is written as JSON (camelCase, absent instead of null,
    /// its <c>id</c> included).
    /// </summary>
    public abstract string LiveRows { get; }

    /// <summary>Rows that the telling needs to remember by the way; they are not compared.</summary>
    public virtual IReadOnlyList<Type> Remembered => [];

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Type> RowTypes => [RowType, .. Remembered];

    /// <inheritdoc/>
    public sealed override bool Inline => true;

    /// <summary>SQL that writes an instant as <see cref="Instants.Write(DateTimeOffset)"/> does.</summary>
    /// <param name="expression">An expression of type timestamptz.</param>
    protected static string InstantSql(string expression) =>
        $"rtrim(rtrim(to_char({expression} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '0'), '.') || 'Z'";
}
