using System;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>What PostgreSQL or the way to it had to do with a failure; Marten wraps what Npgsql says.</summary>
public static class DatabaseFailure
{
    /// <summary>The failure of the database that is at the bottom of another one.</summary>
    /// <param name="failure">Any failure.</param>
    /// <returns>Null when the database has nothing to do with it.</returns>
    public static NpgsqlException? In(Exception? failure)
    {
        while (failure is not (null or NpgsqlException))
        {
            failure = failure.InnerException;
        }

        return (NpgsqlException?)failure;
    }

    /// <summary>
    /// Whether the same may succeed later: a lost connection, a server that restarts, a deadlock, a want of memory. Whether
    /// a commit that was under way has happened is not known.
    /// </summary>
    /// <param name="failure">Any failure.</param>
    public static bool IsPassing(Exception failure) => In(failure) is { IsTransient: true };

    /// <summary>
    /// Whether it is certain that nothing was committed: the server itself has refused a statement, and was not about to end
    /// (class 57P of its error codes).
    /// </summary>
    /// <param name="failure">Any failure.</param>
    public static bool IsUndone(Exception failure) =>
        In(failure) is PostgresException said && !said.SqlState.StartsWith("57P", StringComparison.Ordinal);

    /// <summary>
    /// Whether the database itself is out of reach, whatever it was asked: no connection, or a server that ends or takes in
    /// nobody (classes 08 and 57P of its error codes, and 53300). A statement that failed or took too long is not.
    /// </summary>
    /// <param name="failure">Any failure.</param>
    public static bool IsOutOfReach(Exception failure) =>
        In(failure) switch
        {
            null => false,
            PostgresException said => said.SqlState is PostgresErrorCodes.TooManyConnections
                || said.SqlState.StartsWith("08", StringComparison.Ordinal)
                || said.SqlState.StartsWith("57P", StringComparison.Ordinal),
            { InnerException: TimeoutException } => false,
            _ => true,
        };
}
