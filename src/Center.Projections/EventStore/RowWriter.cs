using System;
using System.Collections.Generic;
using System.Linq;
using Marten;

namespace Center.Projections.EventStore;

/// <summary>Writes the changed rows of one type, all in one statement: views write hundreds of small rows a page.</summary>
internal interface IRowWriter
{
    /// <summary>Queues the writing in the session's transaction.</summary>
    /// <param name="operations">Session of the centre.</param>
    /// <param name="rows">Keys, each once, in order; and the rows, null for one that goes.</param>
    void Write(IDocumentOperations operations, IReadOnlyList<KeyValuePair<string, IViewRow?>> rows);

    /// <summary>The writer of a row type.</summary>
    static IRowWriter Of(Type rowType) =>
        (IRowWriter)Activator.CreateInstance(typeof(RowWriter<>).MakeGenericType(rowType))!;
}

/// <summary>Writes the changed rows of one type as Marten would write a document, many at once.</summary>
/// <typeparam name="T">Row type.</typeparam>
internal sealed class RowWriter<T> : IRowWriter
    where T : class, IViewRow
{
    public void Write(IDocumentOperations operations, IReadOnlyList<KeyValuePair<string, IViewRow?>> rows)
    {
        foreach (var (id, _) in rows.Where(row => row.Value is null))
        {
            operations.Delete<T>(id);
        }

        List<T> kept = [.. rows.Select(row => row.Value).OfType<T>()];
        if (kept.Count > 0)
        {
            Put(operations, kept);
        }
    }

    private static void Put(IDocumentOperations operations, List<T> rows)
    {
        var options = operations.DocumentStore.Options;
        var serializer = options.Serializer();
        // What Marten writes for a document, for many at once.
        operations.QueueSqlCommand(
            $"""
            insert into {options.Schema.For<T>()} (tenant_id, id, data, mt_version, mt_dotnet_type, mt_last_modified)
            select ?, id, data::jsonb, gen_random_uuid(), ?, transaction_timestamp()
            from unnest(?::text[], ?::text[]) as wanted (id, data)
            on conflict (tenant_id, id) do update
            set data = excluded.data, mt_version = excluded.mt_version, mt_dotnet_type = excluded.mt_dotnet_type,
                mt_last_modified = excluded.mt_last_modified
            """,
            operations.TenantId,
            typeof(T).FullName!,
            rows.Select(row => row.Id).ToArray(),
            rows.Select(row => serializer.ToJson(row)).ToArray()
        );
    }
}
