using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using JasperFx.Events;
using Marten;

namespace Center.Projections.EventStore;

/// <summary>A row of a view, kept as a document of its centre.</summary>
public interface IViewRow
{
    /// <summary>Key within the view and centre.</summary>
    string Id { get; }
}

/// <summary>
/// One read model: the answer to one question. Applying an event is a pure function of the rows, of what its stream said
/// before, of the event and of its metadata stream, version, position, time and who acted, so that a replay gives the same rows to the letter.
/// </summary>
public abstract class View
{
    /// <summary>Name in the API, in the progress table and in replays; lower case with hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>Row types that this view writes; no other view writes them.</summary>
    public abstract IReadOnlyList<Type> RowTypes { get; }

    /// <summary>
    /// True: kept in the transaction of the append (only for rows that a single stream, or the centre's admission lock,
    /// guards); positions are not known there. False: follows the log shortly after.
    /// </summary>
    public virtual bool Inline => false;

    /// <summary>
    /// Raised when the same members come to say something else, so that an upgrade tells the rows again; a change of the
    /// members themselves is seen without it.
    /// </summary>
    public virtual int Telling => 1;

    /// <summary>
    /// Beginnings of the keys of the streams whose events it takes; null for any. Who reads the log for this view alone
    /// leaves the others out. Wider than needed costs time; narrower would lose events, which the tests of past views find.
    /// </summary>
    public virtual IReadOnlyList<string>? Streams => null;

    /// <summary>Whether it takes the events of a stream.</summary>
    /// <param name="stream">Stream key.</param>
    internal bool Takes(string stream) =>
        Streams is not { } beginnings
        || beginnings.Any(beginning => stream.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>Says how the rows are found by something else than their key.</summary>
    /// <param name="schema">Marten's registry of row types.</param>
    public virtual void Index(MartenRegistry schema) { }

    /// <summary>Rows that an event will surely read, so that a page of events loads them in one round trip.</summary>
    /// <param name="e">The event with its metadata.</param>
    public virtual IEnumerable<RowKey> Needs(IEvent e) => [];

    /// <summary>
    /// Whether it asks, applying an event, what the event's stream said before, so that a page of events reads it in one
    /// round trip.
    /// </summary>
    /// <param name="e">The event with its metadata.</param>
    public virtual bool LooksBack(IEvent e) => false;

    /// <summary>Applies one event.</summary>
    /// <param name="e">The event with its metadata.</param>
    /// <param name="rows">The rows; reads see what was stored before in the same page.</param>
    public abstract ValueTask ApplyAsync(IEvent e, ViewRows rows);
}

/// <summary>Names a row.</summary>
/// <param name="Type">Row type.</param>
/// <param name="Id">Key within the view and centre.</param>
public readonly record struct RowKey(Type Type, string Id);
