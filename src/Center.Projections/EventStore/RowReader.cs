using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>Reads rows of views that a statement selects; <see cref="RowWriter"/> writes them.</summary>
internal static class RowReader
{
    /// <summary>Runs a statement whose first column is <c>data::text</c> of the rows.</summary>
    /// <typeparam name="T">What is read out of each.</typeparam>
    /// <param name="command">The statement with its parameters.</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(NpgsqlCommand command, CancellationToken stopping)
    {
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var rows = new List<T>();
        while (await reader.ReadAsync(stopping))
        {
            rows.Add(JsonSerializer.Deserialize<T>(reader.GetString(0), CenterJson.Options)!);
        }

        return rows;
    }
}
