using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using JasperFx.Events;
using Marten;

namespace Center.Projections.EventStore;

/// <summary>The live rows, by Marten's session: read as its documents, written in its transaction.</summary>
/// <param name="operations">Session of the centre.</param>
/// <param name="stopping">Gives up.</param>
internal sealed class SessionRows(IDocumentOperations operations, CancellationToken stopping) : IRowStore
{
    private static readonly MethodInfo _loadMany = typeof(SessionRows).GetMethod(
        nameof(LoadManyAsync),
        BindingFlags.NonPublic | BindingFlags.Instance
    )!;

    public async ValueTask<T?> FindAsync<T>(string id)
        where T : class, IViewRow => await operations.LoadAsync<T>(id, stopping);

    public Task<IReadOnlyCollection<IViewRow>> FindAsync(Type rowType, IReadOnlyList<string> ids) =>
        (Task<IReadOnlyCollection<IViewRow>>)_loadMany.MakeGenericMethod(rowType).Invoke(this, [ids.ToArray()])!;

    public async Task<IReadOnlyList<IEvent>> BeforeAsync(IReadOnlyCollection<string> streams, long position)
    {
        await using var connection = operations.Database.CreateConnection();
        await connection.OpenAsync(stopping);
        return await ViewEvents.BeforeAsync(connection, operations.TenantId, streams, position, stopping);
    }

    public void Write(Type rowType, IReadOnlyList<KeyValuePair<string, IViewRow?>> rows) =>
        RowWriter.Write(operations, rowType, rows);

    private async Task<IReadOnlyCollection<IViewRow>> LoadManyAsync<T>(string[] ids)
        where T : class, IViewRow => await operations.LoadManyAsync<T>(stopping, ids);
}
