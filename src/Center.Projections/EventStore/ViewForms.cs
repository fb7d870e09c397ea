using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Schema;
using System.Threading;
using System.Threading.Tasks;
using Marten;
using Marten.Events.Archiving;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>
/// Tells views again whose rows were written by a program that told them otherwise, so that an upgrade leaves no row in an
/// old form. Those that follow the log begin anew and catch up while the service runs; those that are kept with the events
/// are told here, while nobody appends. See decision 0037.
/// </summary>
public static class ViewForms
{
    private const int EventsOfPage = 1_000;

    private const string Known = "select view, form from center.view_form";

    private const string Keep = """
        insert into center.view_form (view, form) select view, form from unnest($1::text[], $2::text[]) told (view, form)
        on conflict (view) do update set form = excluded.form
        """;

    private const string Forget =
        "delete from center.mt_event_progression where name = $1 || ':All' or starts_with(name, $1 || ':All:')";

    private const string LockLogs = """
        select pg_advisory_xact_lock($1, hashtext(partition_value))
        from (select partition_value from center.mt_tenant_partitions order by partition_value) logs
        """;

    private const string Centres = "select partition_value from center.mt_tenant_partitions order by partition_value";

    private const string IsEmpty = "select not exists (select from center.mt_events)";

    /// <summary>The form of a view's rows: changes with their members, and with <see cref="View.Telling"/>.</summary>
    /// <param name="view">The view.</param>
    /// <returns>64 hexadecimal digits.</returns>
    public static string Of(View view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var rows = view.RowTypes.Select(type =>
            $"{type.Name} {CenterJson.Options.GetJsonSchemaAsNode(type).ToJsonString()}"
        );
        var text = string.Join('\n', rows.Prepend(view.Telling.ToString(CultureInfo.InvariantCulture)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Compares the forms, and tells again what has another one. Run under the lock of the migration.</summary>
    /// <param name="store">The event store.</param>
    /// <param name="connection">Open connection of an owner of the schema.</param>
    /// <param name="stopping">Gives up; a view that is not finished stays as it was.</param>
    /// <returns>Names of the views that are, or will be, told again.</returns>
    public static async Task<IReadOnlyList<string>> ApplyAsync(
        IDocumentStore store,
        NpgsqlConnection connection,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(connection);
        var (known, isEmpty) = (new Dictionary<string, string>(StringComparer.Ordinal), true);
        var trip = new RoundTrip();
        trip.AskRows(Known, row => known[row.GetString(0)] = row.GetString(1));
        trip.AskRows(IsEmpty, row => isEmpty = row.GetBoolean(0));
        await trip.GoAsync(connection, stopping);
        var others = CenterStore
            .Views.Select(view => (View: view, Form: Of(view)))
            .Where(one => known.GetValueOrDefault(one.View.Name) != one.Form)
            .ToList();
        if (isEmpty)
        {
            await KeepAsync(connection, others, stopping);
            return [];
        }

        foreach (var other in others)
        {
            await using var transaction = await connection.BeginTransactionAsync(stopping);
            await TellAgainAsync(store, transaction, other.View, stopping);
            await KeepAsync(connection, [other], stopping);
            await transaction.CommitAsync(stopping);
        }

        return others.ConvertAll(one => one.View.Name);
    }

    private static Task KeepAsync(
        NpgsqlConnection connection,
        IReadOnlyList<(View View, string Form)> told,
        CancellationToken stopping
    ) =>
        ExecuteAsync(
            connection,
            Keep,
            stopping,
            told.Select(one => one.View.Name).ToArray(),
            told.Select(one => one.Form).ToArray()
        );

    private static async Task TellAgainAsync(
        IDocumentStore store,
        NpgsqlTransaction transaction,
        View view,
        CancellationToken stopping
    )
    {
        var connection = transaction.Connection!;
        if (view.Inline)
        {
            await ExecuteAsync(connection, LockLogs, stopping, AdvisoryLocks.Log);
        }

        var tables = view.RowTypes.Select(type => $"{CenterStore.Schema}.{CenterStore.TableOf(type)}");
        await ExecuteAsync(connection, $"truncate {string.Join(", ", tables)}", stopping);
        if (!view.Inline)
        {
            await ExecuteAsync(connection, Forget, stopping, view.Name);
            return;
        }

        var (centres, trip) = (new List<string>(), new RoundTrip());
        trip.AskRows(Centres, row => centres.Add(row.GetString(0)));
        await trip.GoAsync(connection, stopping);
        foreach (var centre in centres)
        {
            await TellAsync(store, transaction, view, centre, stopping);
        }
    }

    private static async Task TellAsync(
        IDocumentStore store,
        NpgsqlTransaction transaction,
        View view,
        string centre,
        CancellationToken stopping
    )
    {
        var options = OwnTransaction.In(transaction, centre, commits: false);
        var projection = new ViewProjection(view);
        for (var position = 0L; ; )
        {
            await using var session = store.LightweightSession(options);
            var page = await session
                .Events.QueryAllRawEvents()
                .Where(e => e.Sequence > position && e.MaybeArchived())
                .OrderBy(e => e.Sequence)
                .Take(EventsOfPage)
                .ToListAsync(stopping);
            await projection.ApplyAsync(session, [.. page.Where(e => view.Takes(e.StreamKey!))], stopping);
            await session.SaveChangesAsync(stopping);
            if (page.Count < EventsOfPage)
            {
                return;
            }

            position = page[^1].Sequence;
        }
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection,
        string sql,
        CancellationToken stopping,
        params object[] values
    )
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(stopping);
    }
}
