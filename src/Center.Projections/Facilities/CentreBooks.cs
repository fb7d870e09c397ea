using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Facilities;
using Center.Projections.EventStore;
using Marten;
using Npgsql;

namespace Center.Projections.Facilities;

/// <summary>Reads a centre's book within a transaction; the parsed book is kept until the row changes.</summary>
public static class CentreBooks
{
    private static readonly ConcurrentDictionary<string, (Guid Revision, CentreBook Book)> _kept = new(
        StringComparer.Ordinal
    );

    /// <summary>The centre's definition as this transaction sees it.</summary>
    /// <param name="work">The transaction.</param>
    public static Task<CentreBook> BookAsync(this Work work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return ReadAsync(work.Session, work.Connection, work.Centre, CancellationToken.None);
    }

    /// <summary>The centre's definition as it stands, outside of a command.</summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="store">The event store.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task<CentreBook> BookAsync(
        this NpgsqlDataSource source,
        IDocumentStore store,
        string centre,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(store);
        await using var connection = await source.OpenConnectionAsync(stopping);
        await using var session = store.QuerySession(centre);
        return await ReadAsync(session, connection, centre, stopping);
    }

    private static async Task<CentreBook> ReadAsync(
        IQuerySession session,
        NpgsqlConnection connection,
        string centre,
        CancellationToken stopping
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"select mt_version from {CenterStore.Schema}.{CenterStore.TableOf(typeof(CentreBookRow))} where tenant_id = $1 and id = $2";
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = CentreBookRow.TheOnly });
        if (await command.ExecuteScalarAsync(stopping) is not Guid revision)
        {
            return CentreBook.Empty;
        }

        if (_kept.TryGetValue(centre, out var kept) && kept.Revision == revision)
        {
            return kept.Book;
        }

        var row = await session.LoadAsync<CentreBookRow>(CentreBookRow.TheOnly, stopping);
        _kept[centre] = (revision, row!.Book);
        return row.Book;
    }
}
