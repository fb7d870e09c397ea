using System;
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

        var tree = head.Continue();
        try
        {
            await foreach (
                var commitments in LogEntries.CommitmentsAsync(connection, centre, head.Size, state.Size, stopping)
            )
            {
                for (var at = 0; at < commitments.Length; at += TreeHash.Length)
                {
                    tree.Append(TreeHash.OfLeaf(commitments.Span.Slice(at, TreeHash.Length)));
                }
            }
        }
        catch (LogDamagedException)
        {
            return null;
        }

        return tree.Root == state.Continue().Root ? tree : null;
    }
}
