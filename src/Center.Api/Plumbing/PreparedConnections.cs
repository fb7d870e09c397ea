using System.Data.Common;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Api.Plumbing;

/// <summary>
/// Connections that let PostgreSQL parse and plan a statement once instead of each time, which is half of what a booking
/// costs it. An operator whose pooler knows no prepared statements says <c>Max Auto Prepare=0</c> in the connection string.
/// </summary>
internal static class PreparedConnections
{
    // Enough for the statements of all rooms that are asked again and again.
    private const int Statements = 100;
    private const int AfterUses = 2;

    public static NpgsqlDataSource Open(string connectionString)
    {
        var said = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (!said.ContainsKey("Max Auto Prepare") && !said.ContainsKey("MaxAutoPrepare"))
        {
            builder.MaxAutoPrepare = Statements;
            builder.AutoPrepareMinUsages = AfterUses;
        }

        return NpgsqlDataSource.Create(builder);
    }

    /// <summary>The same for what is decided under the admission lock, told apart in PostgreSQL's list of connections.</summary>
    public static LockedConnections OpenLocked(string connectionString) =>
        new(
            Open(
                new NpgsqlConnectionStringBuilder(connectionString)
                {
                    ApplicationName = "center admission",
                }.ConnectionString
            )
        );
}
