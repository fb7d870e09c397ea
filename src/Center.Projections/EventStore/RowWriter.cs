using System;
using System.Collections.Generic;
using System.Linq;
using Marten;

namespace Center.Projections.EventStore;

/// <summary>Writes the changed rows of one type, all in one statement: views write hundreds of small rows a page.</summary>
internal static class RowWriter
{
    /// <summary>Queues the writing in the session's transaction, as Marten would write documents.</summary>
    /// <param name="operations">Session of the centre.</param>
    /// <param name="rowType">Type of the rows.</param>
    /// <param name="rows">Keys, each once, in order; and the rows, null for one that goes.</param>
    public static void Write(
        IDocumentOperations operations,
        Type rowType,
        IReadOnlyList<KeyValuePair<string, IViewRow?>> rows
    )
    {
        var options = operations.DocumentStore.Options;
        var table = options.Schema.For(rowType);
        if (rows.Where(row => row.Value is null).Select(row => row.Key).ToArray() is { Length: > 0 } gone)
        {
            operations.QueueSqlCommand(
                $"delete from {table} where tenant_id = ? and id = any(?)",
                operations.TenantId,
                gone
            );
        }

        if (rows.Select(row => row.Value).OfType<IViewRow>().ToList() is { Count: > 0 } kept)
        {
            operations.QueueSqlCommand(
                $"""
                insert into {table} (tenant_id, id, data, mt_version, mt_dotnet_type, mt_last_modified)
                select ?, id, data::jsonb, gen_random_uuid(), ?, transaction_timestamp()
                from unnest(?::text[], ?::text[]) as wanted (id, data)
                on conflict (tenant_id, id) do update
                set data = excluded.data, mt_version = excluded.mt_version, mt_dotnet_type = excluded.mt_dotnet_type,
                    mt_last_modified = excluded.mt_last_modified
                """,
                operations.TenantId,
                rowType.FullName!,
                kept.ConvertAll(row => row.Id).ToArray(),
                kept.ConvertAll(row => options.Serializer().ToJson(row)).ToArray()
            );
        }
    }
}
