using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Api.Plumbing;

/// <summary>The PostgreSQL extensions without which the allocation table cannot keep its promise.</summary>
internal static class RequiredExtensions
{
    /// <summary>Refuses a server on which <c>btree_gist</c> cannot be created.</summary>
    /// <param name="connectionString">A database of the server.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="StartupFailure">The extension is not installed; says what to install.</exception>
    public static async Task CheckAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await CheckAsync(connection, cancellationToken);
    }

    /// <summary>Refuses a server on which <c>btree_gist</c> cannot be created.</summary>
    /// <param name="connection">Open connection to the server.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="StartupFailure">The extension is not installed; says what to install.</exception>
    public static async Task CheckAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT current_setting('server_version') WHERE NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'btree_gist')";
        if (await command.ExecuteScalarAsync(cancellationToken) is string version)
        {
            throw new StartupFailure(
                $"PostgreSQL {version} lacks the extension btree_gist: install its contrib package (postgresql-contrib in most systems)."
            );
        }
    }
}
