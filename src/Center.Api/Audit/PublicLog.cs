using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Audit;
using Center.Projections.Access;
using Center.Projections.Audit.Sealing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Audit;

/// <summary>What strangers may ask the logs for.</summary>
/// <param name="credentials">Which centres there are.</param>
/// <param name="tree">Reads trees.</param>
/// <param name="source">Connections to the database.</param>
internal sealed class PublicLog(Credentials credentials, LogTree tree, NpgsqlDataSource source)
{
    private const string KeysOfEpochs = """
        select key from center.mt_events e,
          lateral (values (e.data->>'endedKey'), (e.data->>'verifierKey')) keys (key)
        where e.tenant_id = $1 and e.stream_id = 'log/' || $1 and key is not null
        order by e.version desc
        """;

    /// <summary>The centre that the address names, or the only one.</summary>
    /// <exception cref="RefusedException">There is none of this name, or none is named and there are several.</exception>
    public async Task<string> CentreAsync(HttpContext context)
    {
        var named = context.GetRouteValue("centre") as string;
        var centres = await credentials.CentresAsync(context.RequestAborted);
        return named is null && centres is [var only] ? only
            : named is not null && centres.Contains(named) ? named
            : throw new RefusedException("not-found", "Name the centre whose log is meant: /audit/log/{centre}/…");
    }

    /// <summary>The centre that the address names, when its published tree has all of a tile.</summary>
    /// <exception cref="RefusedException">It has not, or the address of the tile is none.</exception>
    public async Task<string> CentreWithAsync(TileAddress? address, HttpContext context)
    {
        var centre = await CentreAsync(context);
        var newest = await tree.NewestAsync(centre, context.RequestAborted);
        return address is { } tile && newest is not null && tile.IsIn(newest.Size)
            ? centre
            : throw new RefusedException("not-found", "The published tree has no such tile.");
    }

    /// <summary>The newest published checkpoint.</summary>
    /// <exception cref="RefusedException">Nothing is published yet.</exception>
    public async Task<PublishedCheckpoint> NewestAsync(string centre, CancellationToken stopping) =>
        await tree.NewestAsync(centre, stopping)
        ?? throw new RefusedException("not-published", "Nothing is published yet.");

    /// <summary>The key that verifies the log.</summary>
    /// <exception cref="RefusedException">The log is not begun yet.</exception>
    public async Task<VerifierKey> KeyAsync(string centre, CancellationToken stopping) =>
        await FindKeyAsync(centre, stopping)
        ?? throw new RefusedException("not-published", "Nothing is published yet.");

    /// <summary>
    /// The key under which a checkpoint was signed: that of the log now, or of an epoch that has ended, as the events tell that
    /// opened the epochs.
    /// </summary>
    /// <exception cref="LogDamagedException">None of them signed it.</exception>
    public async Task<VerifierKey> KeyOfAsync(string centre, PublishedCheckpoint checkpoint, CancellationToken stopping)
    {
        var now = await KeyAsync(centre, stopping);
        if (HasSigned(now, checkpoint))
        {
            return now;
        }

        await using var command = source.CreateCommand(KeysOfEpochs);
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        while (await reader.ReadAsync(stopping))
        {
            if (VerifierKey.TryRead(reader.GetString(0), out var key) && HasSigned(key, checkpoint))
            {
                return key;
            }
        }

        throw new LogDamagedException($"No known key of the log signed the checkpoint of {checkpoint.Size} leaves.");
    }

    // By name and id alone: whether the signature is right is for those to say who have the key from elsewhere.
    private static bool HasSigned(VerifierKey key, PublishedCheckpoint checkpoint) =>
        SignedNote.TryRead(checkpoint.Note, out var note)
        && note.Signatures.Any(line => line.Name == key.Name && line.KeyId == key.Id);

    /// <summary>The key that verifies the log; null when the log is not begun yet.</summary>
    public async Task<VerifierKey?> FindKeyAsync(string centre, CancellationToken stopping)
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        return (await LogState.ReadAsync(connection, centre, hold: false, stopping))?.VerifierKey;
    }
}
