using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Projections.Audit.Sealing;

/// <summary>How far a witness has followed a log.</summary>
/// <param name="Size">Leaves under its newest cosignature.</param>
/// <param name="At">When it cosigned them, by its own clock.</param>
public sealed record WitnessedSize(long Size, DateTimeOffset At);

/// <summary>A cosignature that was checked.</summary>
/// <param name="Witness">The witness's verifier key.</param>
/// <param name="Line">The line under the checkpoint, with its line feed.</param>
/// <param name="At">When the witness cosigned, by its own clock.</param>
public sealed record CheckedCosignature(string Witness, string Line, DateTimeOffset At);

/// <summary>Keeps what witnesses signed, beside the checkpoints.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class Cosignatures(NpgsqlDataSource source)
{
    /// <summary>How far each witness has followed a log in its epoch, by verifier key.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task<IReadOnlyDictionary<string, WitnessedSize>> NewestAsync(
        string centre,
        int epoch,
        CancellationToken stopping
    )
    {
        await using var command = source.CreateCommand(
            """
            select distinct on (witness) witness, size, cosigned_at from center.log_cosignature
            where centre = $1 and epoch = $2 order by witness, size desc
            """
        );
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = epoch });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var newest = new Dictionary<string, WitnessedSize>(StringComparer.Ordinal);
        while (await reader.ReadAsync(stopping))
        {
            newest[reader.GetString(0)] = new WitnessedSize(
                reader.GetInt64(1),
                reader.GetFieldValue<DateTimeOffset>(2)
            );
        }

        return newest;
    }

    /// <summary>Keeps a cosignature; the first of a witness under a checkpoint stays.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="checkpoint">What it was given under.</param>
    /// <param name="cosignature">The cosignature.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task KeepAsync(
        string centre,
        PublishedCheckpoint checkpoint,
        CheckedCosignature cosignature,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(cosignature);
        await using var command = source.CreateCommand(
            "insert into center.log_cosignature values ($1, $2, $3, $4, $5, $6) on conflict do nothing"
        );
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = checkpoint.Size });
        command.Parameters.Add(new NpgsqlParameter { Value = cosignature.Witness });
        command.Parameters.Add(new NpgsqlParameter { Value = checkpoint.Epoch });
        command.Parameters.Add(new NpgsqlParameter { Value = cosignature.Line });
        command.Parameters.Add(new NpgsqlParameter { Value = cosignature.At.UtcDateTime });
        await command.ExecuteNonQueryAsync(stopping);
    }
}
