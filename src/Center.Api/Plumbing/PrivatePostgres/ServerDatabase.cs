using System;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>The database <c>center</c> on the private server.</summary>
/// <param name="port">Loopback port of the server.</param>
/// <param name="password">Password of the owner.</param>
/// <param name="logger">Told when the server is still recovering.</param>
internal sealed class ServerDatabase(int port, string password, ILogger logger)
{
    private const string Name = "center";
    private static readonly TimeSpan RecoveryPatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ListenPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Connection string of the database, as its owner.</summary>
    public string ConnectionString => ConnectionTo(Name);

    /// <summary>Waits until the server answers, and makes the database unless it is there.</summary>
    /// <param name="passwordFile">Where the password came from, for the sentence when the server refuses it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task EnsureAsync(string passwordFile, CancellationToken cancellationToken)
    {
        await using var dataSource = NpgsqlDataSource.Create(ConnectionTo("postgres"));
        try
        {
            await using var connection = await OpenAsync(dataSource, cancellationToken);
            await using var look = new NpgsqlCommand($"SELECT FROM pg_database WHERE datname = '{Name}'", connection);
            await using (var reader = await look.ExecuteReaderAsync(cancellationToken))
            {
                if (await reader.ReadAsync(cancellationToken))
                {
                    return;
                }
            }

            await using var create = new NpgsqlCommand($"CREATE DATABASE {Name}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new StartupFailure(
                $"The password in {passwordFile} is not that of the PostgreSQL data beside it: bring back the file that belongs to the data.",
                exception
            );
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var waiting = Stopwatch.StartNew();
        var told = false;
        while (true)
        {
            try
            {
                return await dataSource.OpenConnectionAsync(cancellationToken);
            }
            catch (NpgsqlException exception) when (IsNotYet(exception))
            {
                // A server that recovers says so; one that refuses the connection has not begun to listen, or has died.
                if (waiting.Elapsed > (exception is PostgresException ? RecoveryPatience : ListenPatience))
                {
                    throw new StartupFailure(
                        "PostgreSQL runs but takes no connections: read its log, and start again when it is ready.",
                        exception
                    );
                }
            }

            if (!told)
            {
                told = true;
                PrivatePostgresLog.Recovering(logger);
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static bool IsNotYet(NpgsqlException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow }
        || exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused };

    private string ConnectionTo(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = DataFolder.Role,
            Password = password,
            Database = database,
            SslMode = SslMode.Disable,
        }.ConnectionString;
}
