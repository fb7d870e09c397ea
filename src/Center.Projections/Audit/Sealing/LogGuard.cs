using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Npgsql;

namespace Center.Projections.Audit.Sealing;

/// <summary>Why a node neither adds leaves nor signs.</summary>
public enum LogHalt
{
    /// <summary>The log is signed by another key than this node's.</summary>
    Key,

    /// <summary>An epoch was opened elsewhere that this node's key side has not taken over.</summary>
    Epoch,

    /// <summary>The database holds fewer leaves than were signed: it was brought back from a backup.</summary>
    Behind,

    /// <summary>The tree in the database does not continue the signed one.</summary>
    Tree,

    /// <summary>What is kept beside the key cannot be read.</summary>
    Head,
}

/// <summary>Compares a centre's log in the database with what the key's side remembers of it.</summary>
/// <param name="key">The key's side.</param>
/// <param name="connection">Open connection.</param>
/// <param name="centre">The centre (tenant).</param>
public sealed class LogGuard(ILogKeySide key, NpgsqlConnection connection, string centre)
{
    private const int MostAtATime = 64;

    /// <summary>Whether anything stands against adding leaves; begins a log that there was never one of.</summary>
    /// <param name="stopping">Gives up.</param>
    public async Task<LogHalt?> ExamineAsync(CancellationToken stopping)
    {
        var state = await LogState.ReadOrBeginAsync(connection, centre, key, stopping);
        try
        {
            return Compare(state, key.ReadHead(centre));
        }
        catch (InvalidDataException)
        {
            return LogHalt.Head;
        }
    }

    /// <summary>Whether a state may be signed, given its rows alone: sizes, names, keys.</summary>
    /// <param name="state">State in the database.</param>
    /// <param name="head">What was signed last, or null.</param>
    public LogHalt? Compare(LogState state, SignedHead? head)
    {
        ArgumentNullException.ThrowIfNull(state);
        return !state.PublicKey.Span.SequenceEqual(key.PublicKey.Span) ? LogHalt.Key
            : head is null ? null
            : state.Epoch < head.Epoch || (state.Epoch == head.Epoch && state.Size < head.Size) ? LogHalt.Behind
            : state.Epoch > head.Epoch || state.Origin != head.Origin ? LogHalt.Epoch
            : state.Size == head.Size && state.Continue().Root != head.Continue().Root ? LogHalt.Tree
            : null;
    }

    /// <summary>
    /// The signed tree, continued with the leaves that follow it, when that is the tree in the database; null otherwise.
    /// </summary>
    /// <param name="state">State in the database.</param>
    /// <param name="head">What was signed last, or null for the state itself.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<Frontier?> ContinueAsync(LogState state, SignedHead? head, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (head is null)
        {
            return state.Continue();
        }

        try
        {
            var tree = await ContinueAsync(head, state.Size, stopping);
            return tree.Root == state.Continue().Root ? tree : null;
        }
        catch (LogDamagedException)
        {
            return null;
        }
    }

    // Many leaves are hashed at a time, and put under the tree in their order.
    private async Task<Frontier> ContinueAsync(SignedHead head, long size, CancellationToken stopping)
    {
        var tree = head.Continue();
        var hashing = new Queue<Task<HashedLeaves>>();
        await foreach (var leaves in LogEntries.CommitmentsAsync(connection, centre, head.Size, size, stopping))
        {
            hashing.Enqueue(Task.Run(() => HashedLeaves.Of(leaves), stopping));
            if (hashing.Count > MostAtATime)
            {
                (await hashing.Dequeue()).AppendTo(tree);
            }
        }

        while (hashing.TryDequeue(out var last))
        {
            (await last).AppendTo(tree);
        }

        return tree;
    }

    /// <summary>Hashes of neighbours; of a whole tile its root alone.</summary>
    private sealed record HashedLeaves(IReadOnlyList<TreeHash> Hashes, TreeHash? Tile)
    {
        public static HashedLeaves Of(ReadOnlyMemory<byte> commitments)
        {
            var count = commitments.Length / TreeHash.Length;
            var hashes = new TreeHash[count];
            var tree = new Frontier();
            for (var i = 0; i < count; i++)
            {
                hashes[i] = TreeHash.OfLeaf(commitments.Span.Slice(i * TreeHash.Length, TreeHash.Length));
                if (count == TileAddress.FullWidth)
                {
                    tree.Append(hashes[i]);
                }
            }

            return new HashedLeaves(hashes, count == TileAddress.FullWidth ? tree.Root : null);
        }

        // Stored rows end where tiles do: so many leaves begin where a tile does.
        public void AppendTo(Frontier tree)
        {
            if (Tile is { } root)
            {
                tree.AppendSubtree(root, TileAddress.Height);
                return;
            }

            foreach (var hash in Hashes)
            {
                tree.Append(hash);
            }
        }
    }
}
