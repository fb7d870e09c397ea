using System;
using System.IO;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace Center.Api.Plumbing;

/// <summary>
/// A start that cannot succeed, told to the operator in one sentence that says what to do; the program prints the
/// sentence alone and exits with 1.
/// </summary>
/// <param name="sentence">What is wrong and what to do, in one English sentence.</param>
/// <param name="cause">The exception behind it, where there is one.</param>
internal sealed class StartupFailure(string sentence, Exception? cause = null) : Exception(sentence, cause)
{
    /// <summary>The sentence for failures that any start may meet; null when the exception is a bug to be seen whole.</summary>
    /// <param name="exception">What ended the start.</param>
    public static StartupFailure? Explain(Exception? exception) =>
        exception switch
        {
            null => null,
            StartupFailure failure => failure,
            AddressInUseException => new StartupFailure(
                "The HTTP port is taken by another program: stop it, or choose another port with --urls or ASPNETCORE_URLS.",
                exception
            ),
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } => new StartupFailure(
                "PostgreSQL refuses the user name or password: correct ConnectionStrings__Center.",
                exception
            ),
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } missing => new StartupFailure(
                $"PostgreSQL says {missing.MessageText}: create it, or correct ConnectionStrings__Center.",
                exception
            ),
            NpgsqlException { InnerException: SocketException or IOException or TimeoutException } =>
                new StartupFailure(
                    "PostgreSQL does not answer at the address of ConnectionStrings__Center: start it, or correct the address.",
                    exception
                ),
            _ => Explain(exception.InnerException),
        };
}
