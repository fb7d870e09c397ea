using Microsoft.Extensions.Logging;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>What the operator reads about the private PostgreSQL.</summary>
internal static partial class PrivatePostgresLog
{
    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "No PostgreSQL {Major} on this machine: downloading it, once"
    )]
    public static partial void Downloading(ILogger logger, int major);

    [LoggerMessage(Level = LogLevel.Information, Message = "Making a PostgreSQL {Major} data folder at {Folder}")]
    public static partial void Initialising(ILogger logger, int major, string folder);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The account of PostgreSQL cannot reach {Home}, so its data lie in {Folder}; {Pointer} says so"
    )]
    public static partial void PlacedElsewhere(ILogger logger, string home, string folder, string pointer);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "PostgreSQL {Version} from {Binaries} runs on port {Port}, its log is {LogFile}"
    )]
    public static partial void Started(ILogger logger, string version, string binaries, int port, string logFile);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "PostgreSQL of an earlier or another service still runs on port {Port}: using it"
    )]
    public static partial void Attached(ILogger logger, int port);

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL is recovering from a crash, waiting for it")]
    public static partial void Recovering(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "PostgreSQL goes on for another service with the same CENTER_HOME"
    )]
    public static partial void LeftRunning(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "PostgreSQL could not be stopped: {Why}")]
    public static partial void NotStopped(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "PostgreSQL has died, starting it again on the same port")]
    public static partial void Died(ILogger logger);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "PostgreSQL cannot be started again, trying once more in 30 s: {Why}"
    )]
    public static partial void NotRestarted(ILogger logger, string why);
}
