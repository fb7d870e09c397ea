using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>One figure for all rows of a view, so that two replays can be compared without their rows.</summary>
internal static class RowDigest
{
    /// <summary>The digest described at <see cref="ReplayedView.Digest"/>.</summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="schema">Schema of the rows.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="view">The view.</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task<string> OfAsync(
        NpgsqlDataSource source,
        string schema,
        string centre,
        View view,
        CancellationToken stopping
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var rowType in ReplayCut.ComparedOf(view).OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            await using var command = source.CreateCommand(
                $"""
                select id, data::text from {schema}.{CenterStore.TableOf(rowType)}
                where tenant_id = $1 order by id collate "C"
                """
            );
            command.Parameters.Add(new NpgsqlParameter { Value = centre });
            await using var reader = await command.ExecuteReaderAsync(stopping);
            while (await reader.ReadAsync(stopping))
            {
                hash.AppendData(LineOf(rowType, reader.GetString(0), reader.GetString(1)));
                hash.AppendData("\n"u8);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>One row in the form that is digested.</summary>
    /// <param name="rowType">The row type.</param>
    /// <param name="id">Key of the row.</param>
    /// <param name="row">The row as JSON text.</param>
    /// <returns>RFC 8785, UTF-8, without a line feed.</returns>
    public static byte[] LineOf(Type rowType, string id, string row) =>
        CanonicalJson.Of($$"""{"id":{{JsonSerializer.Serialize(id)}},"row":{{row}},"type":"{{rowType.Name}}"}""");
}
