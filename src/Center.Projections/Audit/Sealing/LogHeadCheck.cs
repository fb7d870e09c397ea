using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Projections.Audit.Sealing;

/// <summary>
/// Compares a log with the head that is kept beside the key. Whoever takes the newest events out of the database together with
/// their leaves and checkpoints leaves a log that is right in itself: only what was signed last, and lies elsewhere, shows it.
/// </summary>
internal sealed class LogHeadCheck
{
    private readonly NpgsqlConnection _connection;
    private readonly string _centre;
    private readonly ILogKeySide _key;
    private readonly SignedHead? _head;
    private readonly bool _unreadable;

    /// <summary>Reads the head.</summary>
    public LogHeadCheck(ILogKeySide key, NpgsqlConnection connection, string centre)
    {
        (_key, _connection, _centre) = (key, connection, centre);
        try
        {
            _head = key.ReadHead(centre);
        }
        catch (InvalidDataException)
        {
            _unreadable = true;
        }
    }

    /// <summary>Whether there is a head to compare with; a node that has never signed has none.</summary>
    public bool HasHead => _head is not null;

    /// <summary>What is to be said of a log.</summary>
    /// <param name="state">Its state in the database, read after the head; null when the database knows of none.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyList<LogFinding>> CompareAsync(LogState? state, CancellationToken stopping)
    {
        if (_unreadable)
        {
            return [new LogFinding(NameOf(LogHalt.Head), 0, null)];
        }

        return _head is not null && await HaltAsync(_head, state, stopping) is { } halt
            ? [new LogFinding(NameOf(halt), _head.Size, null)]
            : [];
    }

    private async Task<LogHalt?> HaltAsync(SignedHead head, LogState? state, CancellationToken stopping)
    {
        if (state is null)
        {
            return LogHalt.Behind;
        }

        var guard = new LogGuard(_key, _connection, _centre);
        return guard.Compare(state, head) is { } halt ? halt
            : await guard.ContinueAsync(state, head, stopping) is null ? LogHalt.Tree
            : null;
    }

    private static string NameOf(LogHalt halt) =>
        halt switch
        {
            LogHalt.Key => "key-differs",
            LogHalt.Epoch => "epoch-differs",
            LogHalt.Behind => "behind-head",
            LogHalt.Head => "head-unreadable",
            _ => "head-differs",
        };
}
