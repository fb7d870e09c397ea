using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using Center.Projections.Access;

namespace Center.Api.Access;

/// <summary>
/// Callers by the hash of their key's secret, as they were known last. Only for endpoints that look a second time, within
/// the transaction that decides: see <see cref="EndpointAccess.CallerCheckedLate"/>.
/// </summary>
internal sealed class KeptCallers
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, Caller> _callers = new(StringComparer.Ordinal);

    public Caller? Find(string secretHash) => _callers.GetValueOrDefault(secretHash);

    /// <summary>Keeps a caller who hangs on no other rows than those of his revision.</summary>
    public Caller Keep(string secretHash, KnownSubject known, Caller caller)
    {
        if (known.Revision is not { } revision || known.Person?.Person.MergedInto is not null)
        {
            Forget(secretHash);
            return caller;
        }

        if (_callers.Count >= Most)
        {
            _callers.Clear();
        }

        return _callers[secretHash] = caller with { Revision = revision };
    }

    public void Forget(string secretHash) => _callers.TryRemove(secretHash, out _);
}
