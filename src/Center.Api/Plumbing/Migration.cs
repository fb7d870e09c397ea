using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using JasperFx;
using Marten;
using Microsoft.Extensions.Logging;
using Npgsql;
using Wolverine.Persistence.Durability;

namespace Center.Api.Plumbing;

/// <summary>Something that a first start does once the schema is there, under the same lock.</summary>
internal interface IFirstStart
{
    /// <summary>Lower comes first.</summary>
    int Order { get; }

    /// <summary>Does what is missing; safe to run at every start.</summary>
    Task RunAsync(CancellationToken stopping);
}

/// <summary>
/// Applies the schema and what a first start brings, under one advisory lock, so that two nodes may start at once.
/// </summary>
/// <param name="store">The event store.</param>
/// <param name="source">Connections to the database.</param>
/// <param name="steps">What the rooms bring.</param>
/// <param name="messages">Wolverine's durable messages.</param>
/// <param name="log">Hears which views an upgrade tells again.</param>
internal sealed partial class Migration(
    IDocumentStore store,
    NpgsqlDataSource source,
    IEnumerable<IFirstStart> steps,
    IMessageStore messages,
    ILogger<Migration> log
)
{
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(stopping);
            await ExecuteAsync(connection, $"select pg_advisory_lock({AdvisoryLocks.Migration}, 0)", stopping);
            try
            {
                await ApplyAsync(connection, stopping);
            }
            finally
            {
                await ExecuteAsync(
                    connection,
                    $"select pg_advisory_unlock({AdvisoryLocks.Migration}, 0)",
                    CancellationToken.None
                );
            }
        }
        catch (Exception exception) when (StartupFailure.Explain(exception) is { } explained)
        {
            throw explained;
        }
    }

    private async Task ApplyAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        await RequiredExtensions.CheckAsync(connection, stopping);
        await ExecuteAsync(
            connection,
            $"create schema if not exists {CenterStore.Schema}; create extension if not exists btree_gist",
            stopping
        );
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await messages.Admin.MigrateAsync();
        await Tables.ApplyAsync(connection, stopping);
        foreach (var view in await ViewForms.ApplyAsync(store, connection, stopping))
        {
            ToldAgain(log, view);
        }

        foreach (var step in steps.OrderBy(step => step.Order))
        {
            await step.RunAsync(stopping);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken stopping)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync(stopping);
    }

    [LoggerMessage(
        LogLevel.Information,
        "The rows of the view {View} were in another form: they are told again from the first event."
    )]
    private static partial void ToldAgain(ILogger log, string view);
}
