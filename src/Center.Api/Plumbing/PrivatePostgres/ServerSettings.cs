using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Center.Api.Plumbing.PrivatePostgres;

/// <summary>The settings that differ from PostgreSQL's own, in a file that every start writes anew.</summary>
internal static class ServerSettings
{
    /// <summary>Name of the file in the data folder.</summary>
    public const string FileName = "center.conf";

    /// <summary>Writes the file.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="port">Loopback port to listen on.</param>
    /// <param name="options">Whether commits wait for the disk.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task WriteAsync(
        string dataFolder,
        int port,
        PrivatePostgresOptions options,
        CancellationToken cancellationToken
    )
    {
        var onOff = options.Fsync ? "on" : "off";
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # Written at every start: changes belong into postgresql.auto.conf (ALTER SYSTEM).
            listen_addresses = '127.0.0.1'
            port = {port}
            # No socket file: its path may be 107 bytes long at most, a home's path may be longer.
            unix_socket_directories = ''
            max_connections = 400
            shared_buffers = '128MB'
            fsync = {onOff}
            full_page_writes = {onOff}
            synchronous_commit = {onOff}
            # A young centre doubles within minutes; statements are planned anew when its tables have been counted again.
            autovacuum_naptime = '5s'
            # By half as many rows again: a sample costs the same however few have come, and in a rush it costs others time.
            autovacuum_analyze_scale_factor = '0.5'
            autovacuum_vacuum_insert_scale_factor = '0.5'
            # A transaction left open would hold back every view that waits for positions below it.
            idle_in_transaction_session_timeout = '5min'
            timezone = 'UTC'
            log_timezone = 'UTC'
            lc_messages = 'C'
            log_line_prefix = '%m [%p] '
            cluster_name = 'center'

            """
        );
        return File.WriteAllTextAsync(Path.Combine(dataFolder, FileName), text, cancellationToken);
    }
}
