using System;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Npgsql;

namespace Center.Projections.Audit.Sealing;

/// <summary>How far a centre's public log has come.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Origin">Name of the log.</param>
/// <param name="PublicKey">Key that signs it, 32 bytes.</param>
/// <param name="Size">Number of leaves.</param>
/// <param name="Position">Last position that is covered by leaves.</param>
/// <param name="Edge">Right edge of the tree, as <see cref="Frontier.ToBytes"/> writes it.</param>
public sealed record LogState(
    int Epoch,
    string Origin,
    ReadOnlyMemory<byte> PublicKey,
    long Size,
    long Position,
    ReadOnlyMemory<byte> Edge
)
{
    private const string Select =
        "select epoch, origin, public_key, size, position, frontier from center.log_state where centre = $1";

    /// <summary>The key that verifies the log.</summary>
    public VerifierKey VerifierKey => new(Origin, PublicKey.Span);

    /// <summary>Whether it is the same tree over the same positions.</summary>
    /// <param name="other">Another state of the log.</param>
    public bool IsAt(LogState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Size == other.Size && Position == other.Position && Edge.Span.SequenceEqual(other.Edge.Span);
    }

    /// <summary>The tree, ready to be continued.</summary>
    public Frontier Continue() => Frontier.Read(Size, Edge.Span);

    /// <summary>Reads the state.</summary>
    /// <param name="connection">Open connection.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="hold">Whether to hold the row until the end of the transaction.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Null when the log was never begun.</returns>
    public static async Task<LogState?> ReadAsync(
        NpgsqlConnection connection,
        string centre,
        bool hold,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var command = connection.CreateCommand();
        command.CommandText = hold ? $"{Select} for update" : Select;
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        return await reader.ReadAsync(stopping)
            ? new LogState(
                reader.GetInt32(0),
                reader.GetString(1),
                reader.GetFieldValue<byte[]>(2),
                reader.GetInt64(3),
                reader.GetInt64(4),
                reader.GetFieldValue<byte[]>(5)
            )
            : null;
    }

    /// <summary>Reads the state, and begins the log when there is none.</summary>
    /// <param name="connection">Open connection.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="key">The key's side.</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task<LogState> ReadOrBeginAsync(
        NpgsqlConnection connection,
        string centre,
        ILogKeySide key,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(key);
        if (await ReadAsync(connection, centre, false, stopping) is { } known)
        {
            return known;
        }

        await using var command = connection.CreateCommand();
        command.CommandText =
            "insert into center.log_state values ($1, 1, $2, $3, 0, 0, ''::bytea) on conflict (centre) do nothing";
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = key.OriginOf(centre, 1) });
        command.Parameters.Add(new NpgsqlParameter { Value = key.PublicKey.ToArray() });
        await command.ExecuteNonQueryAsync(stopping);
        return (await ReadAsync(connection, centre, false, stopping))!;
    }
}
