using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>The tables that are not documents, each defined by a <c>.sql</c> file in the room that owns it.</summary>
public static class Tables
{
    /// <summary>Creates what is missing; safe to run again. Files run in the order of their resource names.</summary>
    /// <param name="connection">Open connection of an owner of the schema.</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task ApplyAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var assembly = typeof(Tables).Assembly;
        var files = assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal));
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(file)!);
            await using var command = connection.CreateCommand();
            command.CommandText = await reader.ReadToEndAsync(stopping);
            // An index over a long log takes as long as it takes.
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(stopping);
        }
    }
}
