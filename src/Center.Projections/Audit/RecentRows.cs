using System.Collections.Generic;
using Center.Projections.EventStore;

namespace Center.Projections.Audit;

/// <summary>
/// Rows that pages of events touched lately. Two generations: when the younger is full it becomes the older, and what
/// nobody has asked for since is forgotten, so memory stays flat however long the log is.
/// </summary>
/// <param name="most">Most rows of a generation.</param>
internal sealed class RecentRows(int most)
{
    private Dictionary<RowKey, IViewRow?> _young = [];
    private Dictionary<RowKey, IViewRow?> _old = [];

    /// <summary>Remembers a row as it stands; null for one that is known not to be there.</summary>
    public void Keep(RowKey key, IViewRow? row)
    {
        if (_young.Count >= most)
        {
            (_young, _old) = (_old, _young);
            _young.Clear();
        }

        _young[key] = row;
    }

    /// <summary>Finds a row that is remembered.</summary>
    /// <param name="key">The row.</param>
    /// <param name="row">The row as it stands; null when it is not there.</param>
    /// <returns>Whether it is remembered.</returns>
    public bool TryFind(RowKey key, out IViewRow? row)
    {
        if (_young.TryGetValue(key, out row))
        {
            return true;
        }

        if (!_old.TryGetValue(key, out row))
        {
            return false;
        }

        Keep(key, row);
        return true;
    }
}
