using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>
/// A PostgreSQL of the service's own, for machines where nobody has set one up. It lives below CENTER_HOME, listens on
/// the loopback address alone, and is stopped by the last service that uses it.
/// </summary>
internal sealed class PrivatePostgresServer : IAsyncDisposable
{
    private const string PasswordName = "postgres-password";
    private const string StartLockName = "postgres.lock";
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(30);

    private readonly CenterHome _home;
    private readonly ServerFolders _folders;
    private readonly ServerProcess _process;
    private readonly FileStream _use;
    private readonly ILogger _logger;
    private ServerWatch? _watch;
    private int _port;
    private bool _disposed;

    private PrivatePostgresServer(CenterHome home, ServerFolders folders, ServerProcess process, ILogger logger)
    {
        _home = home;
        _folders = folders;
        _process = process;
        _logger = logger;
        _use = FileLock.Together(folders.UsersLock);
    }

    /// <summary>Connection string of the database <c>center</c>, as its owner.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Starts the server with the options that the environment gives.</summary>
    /// <param name="home">Where it lives.</param>
    /// <param name="logger">Told what happens.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="StartupFailure">It cannot start; says what to do.</exception>
    public static Task<PrivatePostgresServer> StartAsync(
        CenterHome home,
        ILogger logger,
        CancellationToken cancellationToken
    ) => StartAsync(home, PrivatePostgresOptions.From(Environment.GetEnvironmentVariable), logger, cancellationToken);

    /// <summary>Starts the server, or uses the one that already runs on the same home.</summary>
    /// <param name="home">Where it lives.</param>
    /// <param name="options">Where to find PostgreSQL and how to run it.</param>
    /// <param name="logger">Told what happens.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="StartupFailure">It cannot start; says what to do.</exception>
    public static async Task<PrivatePostgresServer> StartAsync(
        CenterHome home,
        PrivatePostgresOptions options,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        if (options.IsProduction)
        {
            throw new StartupFailure(
                "A production service keeps no PostgreSQL of its own: set ConnectionStrings__Center, or do not set the environment to Production."
            );
        }

        await using var alone =
            await FileLock.WaitAsync(home.PathOf(StartLockName), StartPatience, cancellationToken)
            ?? throw new StartupFailure(
                $"Another service is starting with the same CENTER_HOME {home.Folder}: wait until it is ready, or name another folder."
            );
        var folders = ServerFolders.Of(home);
        var account = await ServerAccount.ChooseAsync(folders.Data, cancellationToken);
        folders = await folders.PrepareAsync(home, account, logger, cancellationToken);
        var data = new DataFolder(folders, account);
        var search = new BinariesSearch(options, account, logger);
        var binaries = await search.FindAsync(data.Major, cancellationToken);
        var password = home.ReadOrCreateSecret(PasswordName, NewPassword);
        await data.EnsureAsync(binaries, password, options, logger, cancellationToken);
        var process = new ServerProcess(binaries, folders, account, options, logger);
        var server = new PrivatePostgresServer(home, folders, process, logger);
        await server.OpenAsync(Encoding.ASCII.GetString(password), cancellationToken);
        return server;
    }

    /// <summary>Leaves the server; the last service that leaves stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_watch is not null)
        {
            await _watch.DisposeAsync();
        }

        try
        {
            await using var alone = await FileLock.WaitAsync(
                _home.PathOf(StartLockName),
                StartPatience,
                CancellationToken.None
            );
            await LeaveAsync();
        }
        catch (DirectoryNotFoundException exception)
        {
            PrivatePostgresLog.NotStopped(_logger, exception.Message);
        }
    }

    private async Task OpenAsync(string password, CancellationToken cancellationToken)
    {
        try
        {
            _port = await _process.AttachOrStartAsync(port: null, cancellationToken);
            var database = new ServerDatabase(_port, password, _logger);
            await database.EnsureAsync(_home.PathOf(PasswordName), cancellationToken);
            await RequiredExtensions.CheckAsync(database.ConnectionString, cancellationToken);
            ConnectionString = database.ConnectionString;
            _watch = new ServerWatch(() => _process.IsServing, RestartAsync);
        }
        catch
        {
            _disposed = true;
            await LeaveAsync();
            throw;
        }
    }

    private async Task RestartAsync(CancellationToken stop)
    {
        PrivatePostgresLog.Died(_logger);
        try
        {
            await using var alone = await FileLock.WaitAsync(_home.PathOf(StartLockName), StartPatience, stop);
            await _process.AttachOrStartAsync(_port, stop);
        }
        catch (Exception exception) when (exception is StartupFailure or IOException)
        {
            PrivatePostgresLog.NotRestarted(_logger, exception.Message);
            await Task.Delay(RestartPause, stop);
        }
    }

    private async Task LeaveAsync()
    {
        await _use.DisposeAsync();
        await using var last = FileLock.TryAlone(_folders.UsersLock);
        if (last is null)
        {
            PrivatePostgresLog.LeftRunning(_logger);
            return;
        }

        await _process.StopAsync();
    }

    private static byte[] NewPassword() => Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(48));
}
