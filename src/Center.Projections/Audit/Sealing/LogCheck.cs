using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Npgsql;

namespace Center.Projections.Audit.Sealing;

/// <summary>Something that is not as it was sealed.</summary>
/// <param name="What">
/// event-changed, event-gone, event-unsealed, event-archived, leaf-gone, leaf-twice, gap-changed, hash-differs, checkpoint-differs,
/// signature-wrong; or, compared with the head that is kept beside the key, behind-head, head-differs, epoch-differs,
/// key-differs or head-unreadable.
/// </param>
/// <param name="Leaf">Index of the leaf, or size of the tree.</param>
/// <param name="Position">Position of the event, or null.</param>
public sealed record LogFinding(string What, long Leaf, long? Position);

/// <summary>What a check of a centre's log found.</summary>
/// <param name="Leaves">Leaves that were computed anew.</param>
/// <param name="Checkpoints">Checkpoints that were compared.</param>
/// <param name="Root">Root over the leaves.</param>
/// <param name="Findings">What is wrong, at most <see cref="LogCheck.MostFindings"/>.</param>
public sealed record LogCheckReport(long Leaves, int Checkpoints, TreeHash Root, IReadOnlyList<LogFinding> Findings)
{
    /// <summary>Whether the log was compared with a head that is kept beside the key.</summary>
    public bool HasHead { get; init; }
}

/// <summary>
/// Computes every leaf anew from the raw events, the tree from the leaves, and compares both with what was sealed and
/// signed.
/// </summary>
/// <param name="source">Connections to the database.</param>
public sealed class LogCheck(NpgsqlDataSource source)
{
    /// <summary>Most findings of a report.</summary>
    public const int MostFindings = 1000;

    private const int PageSize = 1000;

    private readonly SealedLeaves _leaves = new(source);

    /// <summary>Checks a centre's log up to where it has come when the check begins.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="verify">Checks a signature; null leaves signatures out.</param>
    /// <param name="stopping">Gives up.</param>
    /// <param name="key">The key's side, whose head the log must continue; null leaves that out.</param>
    public async Task<LogCheckReport> RunAsync(
        string centre,
        Ed25519Check? verify,
        CancellationToken stopping,
        ILogKeySide? key = null
    )
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        // The head first: what is signed while this runs is in the state too.
        var head = key is null ? null : new LogHeadCheck(key, connection, centre);
        var state = await LogState.ReadAsync(connection, centre, hold: false, stopping);
        var findings = head is null ? [] : await head.CompareAsync(state, stopping);
        if (state is null)
        {
            return new LogCheckReport(0, 0, TreeHash.Empty, findings) { HasHead = head?.HasHead == true };
        }

        var run = new LogCheckRun(connection, centre, state, verify, stopping);
        run.Findings.AddRange(findings);

        await run.ReadCheckpointsAsync();
        for (var next = 0L; next < state.Size && run.Findings.Count < MostFindings; )
        {
            var page = await _leaves.PageAsync(centre, next, (int)Math.Min(PageSize, state.Size - next), stopping);
            if (page.Count == 0)
            {
                run.Findings.Add(new LogFinding("leaf-gone", next, null));
                break;
            }

            run.Take(page);
            next = page[^1].Index + 1;
        }

        await run.CompareHashesAsync();
        await run.FindUnsealedAsync();
        await run.FindArchivedAsync();
        return run.Report() with { HasHead = head?.HasHead == true };
    }
}
