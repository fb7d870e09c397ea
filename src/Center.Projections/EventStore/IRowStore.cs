using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using JasperFx.Events;

namespace Center.Projections.EventStore;

/// <summary>Where the rows of a centre's views lie between pages of events.</summary>
internal interface IRowStore
{
    /// <summary>Reads a row.</summary>
    /// <typeparam name="T">Row type.</typeparam>
    /// <param name="id">Key of the row.</param>
    /// <returns>The row, or null when there is none.</returns>
    ValueTask<T?> FindAsync<T>(string id)
        where T : class, IViewRow;

    /// <summary>Reads rows of one type together.</summary>
    /// <param name="rowType">Type of the rows.</param>
    /// <param name="ids">Keys, each once.</param>
    /// <returns>Those that are there, in any order.</returns>
    Task<IReadOnlyCollection<IViewRow>> FindAsync(Type rowType, IReadOnlyList<string> ids);

    /// <summary>Reads what some streams said before a page of events.</summary>
    /// <param name="streams">Stream keys, each once.</param>
    /// <param name="position">Position of the first event of the page.</param>
    /// <returns>Events by ascending position.</returns>
    Task<IReadOnlyList<IEvent>> BeforeAsync(IReadOnlyCollection<string> streams, long position);

    /// <summary>Takes the changed rows of one type; they are written with the page.</summary>
    /// <param name="rowType">Type of the rows.</param>
    /// <param name="rows">Keys, each once, in order; and the rows, null for one that goes.</param>
    void Write(Type rowType, IReadOnlyList<KeyValuePair<string, IViewRow?>> rows);
}
