using System;
using System.Collections.Generic;
using System.Data;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Npgsql;

namespace Center.Projections.Audit.Sealing;

/// <summary>A signed checkpoint.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Size">Number of leaves.</param>
/// <param name="Position">Last position that they cover.</param>
/// <param name="MadeAt">When, by the database's clock.</param>
/// <param name="Note">The signed note, with the lines of the witnesses who have cosigned it.</param>
public sealed record PublishedCheckpoint(int Epoch, long Size, long Position, DateTimeOffset MadeAt, string Note);

/// <summary>The log's tables hold less than they must: somebody took rows out, and nothing can be proved from them.</summary>
/// <param name="message">What is missing.</param>
public sealed class LogDamagedException(string message) : Exception(message);

/// <summary>
/// Reads a centre's published tree. Hashes of leaves are made from the stored commitments, those of full tiles are
/// stored; every proof is read from a few tiles of 256 hashes, however large the tree is.
/// </summary>
/// <param name="source">Connections to the database.</param>
public sealed class LogTree(NpgsqlDataSource source)
{
    private const string Hashes = """
        select hash from center.log_hash where centre = $1 and level = $4 and place >= $2 and place < $3 order by place
        """;

    /// <summary>The newest published checkpoint; null when there is none.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stopping">Gives up.</param>
    public Task<PublishedCheckpoint?> NewestAsync(string centre, CancellationToken stopping) =>
        CheckpointAsync("order by size desc limit 1", stopping, centre);

    /// <summary>The published checkpoint of a size; null when there is none.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="size">Number of leaves.</param>
    /// <param name="stopping">Gives up.</param>
    public Task<PublishedCheckpoint?> AtAsync(string centre, long size, CancellationToken stopping) =>
        CheckpointAsync("and size = $2", stopping, centre, size);

    /// <summary>The entries under a tile of level 0, which are the commitments of the leaves.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="address">The tile; the tree has all of it.</param>
    /// <param name="stopping">Gives up.</param>
    /// <exception cref="LogDamagedException">Rows are missing.</exception>
    public async Task<IReadOnlyList<byte[]>> EntriesAsync(
        string centre,
        TileAddress address,
        CancellationToken stopping
    )
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        var entries = new List<byte[]>(address.Width);
        await foreach (
            var commitments in LogEntries.CommitmentsAsync(
                connection,
                centre,
                address.FirstHash,
                address.EndHash,
                stopping
            )
        )
        {
            for (var at = 0; at < commitments.Length; at += TreeHash.Length)
            {
                entries.Add(commitments.Slice(at, TreeHash.Length).ToArray());
            }
        }

        return entries;
    }

    /// <summary>The hashes of a tile, 32 bytes each.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="address">The tile; the tree has all of it.</param>
    /// <param name="stopping">Gives up.</param>
    /// <exception cref="LogDamagedException">Rows are missing.</exception>
    public async Task<byte[]> TileAsync(string centre, TileAddress address, CancellationToken stopping)
    {
        var rows =
            address.Level == 0
                ? await EntriesAsync(centre, address, stopping)
                : await HashesAsync(centre, address, stopping);
        var tile = new byte[rows.Count * TreeHash.Length];
        for (var i = 0; i < rows.Count; i++)
        {
            var hash = address.Level == 0 ? TreeHash.OfLeaf(rows[i]) : TreeHash.Of(rows[i]);
            hash.CopyTo(tile.AsSpan(i * TreeHash.Length));
        }

        return tile;
    }

    /// <summary>Reads the tiles that some stretches of leaves need.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="ranges">The stretches.</param>
    /// <param name="size">Leaves in the tree; the stretches lie within.</param>
    /// <param name="stopping">Gives up.</param>
    /// <exception cref="LogDamagedException">Rows are missing.</exception>
    public async Task<TreeTiles> TilesAsync(
        string centre,
        IEnumerable<LeafRange> ranges,
        long size,
        CancellationToken stopping
    )
    {
        var tiles = new TreeTiles();
        foreach (var address in TreeTiles.NeededFor(ranges, size))
        {
            tiles.Add(address, await TileAsync(centre, address, stopping));
        }

        return tiles;
    }

    private async Task<IReadOnlyList<byte[]>> HashesAsync(
        string centre,
        TileAddress address,
        CancellationToken stopping
    )
    {
        await using var command = Command(Hashes, [centre, address.FirstHash, address.EndHash, address.Level]);
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var rows = new List<byte[]>(address.Width);
        while (await reader.ReadAsync(stopping))
        {
            rows.Add(reader.GetFieldValue<byte[]>(0));
        }

        return rows.Count == address.Width
            ? rows
            : throw new LogDamagedException($"{address.Path} has {rows.Count} of {address.Width} hashes.");
    }

    private async Task<PublishedCheckpoint?> CheckpointAsync(
        string which,
        CancellationToken stopping,
        params object[] parameters
    )
    {
        await using var command = Command(
            $"""
            select epoch, size, position, made_at, note || coalesce((
              select string_agg(line, '' order by witness) from center.log_cosignature c
              where c.centre = k.centre and c.size = k.size and c.epoch = k.epoch), '')
            from center.log_checkpoint k
            where centre = $1 and note is not null {which}
            """,
            parameters
        );
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, stopping);
        return await reader.ReadAsync(stopping)
            ? new PublishedCheckpoint(
                reader.GetInt32(0),
                reader.GetInt64(1),
                reader.GetInt64(2),
                new DateTimeOffset(reader.GetDateTime(3).ToUniversalTime(), TimeSpan.Zero),
                reader.GetString(4)
            )
            : null;
    }

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        var command = source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return command;
    }
}
