using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Npgsql;
using Xunit;

namespace Center.Api.Tests.People;

/// <summary>Everything that a database stores, looked through for given texts.</summary>
/// <param name="connectionString">The database.</param>
internal sealed class StoredText(string connectionString)
{
    private const string EveryTable = """
        select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'
        order by 1
        """;

    /// <summary>Number of tables looked through, and their rows.</summary>
    public (int Tables, long Rows) Seen { get; private set; }

    /// <summary>Where the texts stand, as "table: text"; in clear, in hex, in base64 or with JSON escapes.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(IReadOnlyCollection<string> texts)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        var found = new List<string>();
        foreach (var table in await ListAsync(source, EveryTable))
        {
            var rows = await ListAsync(source, $"select replace(t::text, '\\\\', '\\') from {table} t");
            Seen = (Seen.Tables + 1, Seen.Rows + rows.Count);
            found.AddRange(
                texts
                    .Where(text => rows.Any(row => FormsOf(text).Any(form => Holds(row, form))))
                    .Select(text => $"{table}: {text}")
            );
        }

        return found;
    }

    // Base64 of a text inside a longer one depends on where it begins: three alignments, without the letters at the edges.
    private static IEnumerable<string> FormsOf(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        yield return text;
        yield return Convert.ToHexStringLower(bytes);
        yield return JsonSerializer.Serialize(text).Trim('"');
        for (var shift = 0; shift < 3; shift++)
        {
            var shifted = Convert.ToBase64String([.. new byte[shift], .. bytes]).TrimEnd('=');
            yield return shifted[(shift == 0 ? 0 : shift + 1)..^1];
        }
    }

    private static bool Holds(string row, string form) => row.Contains(form, StringComparison.OrdinalIgnoreCase);

    private static async Task<List<string>> ListAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var list = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            list.Add(reader.GetString(0));
        }

        return list;
    }
}
