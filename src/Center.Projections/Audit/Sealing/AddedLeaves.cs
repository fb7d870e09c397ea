using System;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Projections.Audit.Sealing;

/// <summary>
/// The leaves that a turn has added: from which tree to which, and a digest of them in their order. Whether they lie in the
/// database as they were made is known from the digest, without hashing each of them once more.
/// </summary>
internal sealed class AddedLeaves : IDisposable
{
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private LogState? _from;
    private LogState? _to;

    /// <summary>Takes note of a page that was written.</summary>
    /// <param name="page">The page; one that does not continue the last one begins anew.</param>
    public void Add(LogPage page)
    {
        if (_to?.IsAt(page.Start) != true)
        {
            _from = page.Start;
            _digest.GetHashAndReset();
        }

        _digest.AppendData(page.Commitments);
        _to = page.End;
    }

    /// <summary>Whether they, and nothing else, make the later of two trees of the earlier, and lie in the database as they were made.</summary>
    /// <param name="connection">Open connection.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="head">The earlier tree; null leads nowhere.</param>
    /// <param name="state">The later tree.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<bool> LeadAsync(
        NpgsqlConnection connection,
        string centre,
        SignedHead? head,
        LogState state,
        CancellationToken stopping
    )
    {
        if (_from?.Size != head?.Size || _from?.Edge.Span.SequenceEqual(head!.Edge.Span) != true || !_to!.IsAt(state))
        {
            return false;
        }

        using var stored = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            await foreach (
                var leaves in LogEntries.CommitmentsAsync(connection, centre, _from.Size, state.Size, stopping)
            )
            {
                stored.AppendData(leaves.Span);
            }
        }
        catch (LogDamagedException)
        {
            return false;
        }

        return stored.GetCurrentHash().AsSpan().SequenceEqual(_digest.GetCurrentHash());
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _digest.Dispose();
}
