using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Npgsql;

namespace Center.Projections.Audit.Sealing;

/// <summary>
/// Signs a centre's tree. The order is what keeps two different trees of one size from being signed: the checkpoint's
/// row, unique by size, is committed; the head beside the key is on the disk; then comes the signature.
/// </summary>
/// <param name="key">The key's side.</param>
/// <param name="connection">The connection that holds the sequencer's lock.</param>
/// <param name="centre">The centre (tenant).</param>
/// <param name="added">The leaves that were added just now.</param>
internal sealed class LogSigning(ILogKeySide key, NpgsqlConnection connection, string centre, AddedLeaves added)
{
    /// <summary>Signs the tree as it stands, unless it is signed.</summary>
    /// <param name="stopping">Gives up; what was begun is finished by the next turn.</param>
    /// <returns>Why it may not be signed, or null.</returns>
    public async Task<LogHalt?> SignAsync(CancellationToken stopping)
    {
        var state = (await LogState.ReadAsync(connection, centre, hold: false, stopping))!;
        if (state.Size == 0 || await IsSignedAsync(state, stopping))
        {
            return null;
        }

        var guard = new LogGuard(key, connection, centre);
        var head = key.ReadHead(centre);
        if (guard.Compare(state, head) is { } halt)
        {
            return halt;
        }

        var tree = await added.LeadAsync(connection, centre, head, state, stopping)
            ? state.Continue()
            : await guard.ContinueAsync(state, head, stopping);
        if (tree is null)
        {
            return LogHalt.Tree;
        }

        var checkpoint = new Checkpoint(state.Origin, tree.Size, tree.Root);
        if (!await ClaimAsync(state, checkpoint, stopping))
        {
            return LogHalt.Tree;
        }

        key.KeepHead(centre, SignedHead.Of(state.Epoch, state.Origin, tree));
        await PublishAsync(checkpoint, Sign(checkpoint, state.VerifierKey), stopping);
        return null;
    }

    private string Sign(Checkpoint checkpoint, VerifierKey verifier)
    {
        var signature = key.Sign(Encoding.UTF8.GetBytes(checkpoint.Text));
        return new SignedNote(checkpoint.Text, [new NoteSignature(verifier.Name, verifier.Id, signature)]).ToString();
    }

    private async Task<bool> IsSignedAsync(LogState state, CancellationToken stopping)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            "select 1 from center.log_checkpoint where centre = $1 and size = $2 and note is not null";
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = state.Size });
        return await command.ExecuteScalarAsync(stopping) is not null;
    }

    // True when the row of this size says this root, whoever wrote it.
    private async Task<bool> ClaimAsync(LogState state, Checkpoint checkpoint, CancellationToken stopping)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = """
            insert into center.log_checkpoint as known (centre, size, epoch, position, root) values ($1, $2, $3, $4, $5)
            on conflict (centre, size) do update set position = known.position returning epoch = $3 and root = $5
            """;
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = checkpoint.Size });
        command.Parameters.Add(new NpgsqlParameter { Value = state.Epoch });
        command.Parameters.Add(new NpgsqlParameter { Value = state.Position });
        command.Parameters.Add(new NpgsqlParameter { Value = checkpoint.Root.ToArray() });
        return (bool)(await command.ExecuteScalarAsync(stopping))!;
    }

    private async Task PublishAsync(Checkpoint checkpoint, string note, CancellationToken stopping)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            "update center.log_checkpoint set note = $3 where centre = $1 and size = $2 and note is null";
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = checkpoint.Size });
        command.Parameters.Add(new NpgsqlParameter { Value = note });
        await command.ExecuteNonQueryAsync(stopping);
    }
}
