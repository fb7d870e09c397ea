using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>One figure for all rows of a view, so that two replays can be compared without their rows.</summary>
internal static class RowDigest
{
    private const int PageSize = 2000;

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
            await using var connection = await source.OpenConnectionAsync(stopping);
            await using var command = connection.CreateCommand();
            command.CommandText = $"""
                select id, data from {schema}.{CenterStore.TableOf(rowType)}
                where tenant_id = $1 and id > $2 order by id limit {PageSize}
                """;
            var after = new NpgsqlParameter<string> { TypedValue = string.Empty };
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = centre });
            command.Parameters.Add(after);
            // One page is hashed while the next is read.
            var hashing = Task.CompletedTask;
            for (var page = await PageAsync(command, stopping); page.Count > 0; )
            {
                await hashing;
                var read = page;
                hashing = Task.Run(() => Append(hash, rowType, read), stopping);
                after.TypedValue = read[^1].Id;
                page = read.Count < PageSize ? [] : await PageAsync(command, stopping);
            }

            await hashing;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>One row in the form that is digested.</summary>
    /// <param name="rowType">The row type.</param>
    /// <param name="id">Key of the row.</param>
    /// <param name="row">The row as JSON text.</param>
    /// <returns>RFC 8785, UTF-8, without a line feed.</returns>
    public static byte[] LineOf(Type rowType, string id, string row)
    {
        using var line = Line(rowType, id, Encoding.UTF8.GetBytes(row));
        return line.Written.ToArray();
    }

    // In pages, each by the index on the key: put in order as a whole, the rows would go through the disk once more.
    private static async Task<IReadOnlyList<(string Id, byte[] Row)>> PageAsync(
        NpgsqlCommand command,
        CancellationToken stopping
    )
    {
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var rows = new List<(string, byte[])>(PageSize);
        while (await reader.ReadAsync(stopping))
        {
            rows.Add((reader.GetString(0), reader.GetFieldValue<byte[]>(1)));
        }

        return rows;
    }

    private static void Append(IncrementalHash hash, Type rowType, IReadOnlyList<(string Id, byte[] Row)> rows)
    {
        foreach (var (id, row) in rows)
        {
            using var line = Line(rowType, id, row);
            hash.AppendData(line.Written);
            hash.AppendData("\n"u8);
        }
    }

    private static CanonicalText Line(Type rowType, string id, byte[] row)
    {
        var line = new CanonicalText();
        line.Raw("{"u8);
        line.Name("id"u8);
        line.Write(id);
        line.Name("row"u8);
        line.Write(row, default);
        line.Name("type"u8);
        line.Write(rowType.Name);
        line.Raw("}"u8);
        return line;
    }
}
