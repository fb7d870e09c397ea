using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Facilities;
using Center.Projections.EventStore;
using Marten;
using Npgsql;

namespace Center.Projections.Facilities;

/// <summary>Reads a centre's book; the parsed book is kept until its row changes.</summary>
public static class CentreBooks
{
    private static readonly string _revisionOf =
        $"select mt_version from {CenterStore.Schema}.{CenterStore.TableOf(typeof(CentreBookRow))} where tenant_id = $1 and id = $2";

    private static readonly ConcurrentDictionary<string, (Guid Revision, CentreBook Book)> _kept = new(
        StringComparer.Ordinal
    );

    /// <summary>The book that was read last, to prepare a decision with; null when none was. It may be out of date.</summary>
    /// <param name="centre">The centre (tenant).</param>
    public static CentreBook? LastRead(string centre) => _kept.TryGetValue(centre, out var kept) ? kept.Book : null;

    /// <summary>The centre's definition as this transaction sees it; read once.</summary>
    /// <param name="work">The transaction.</param>
    public static Task<CentreBook> BookAsync(this Work work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return work.Once(opened => new BookOfWork(
            ReadAsync(opened.Session, opened.Connection, opened.Centre, default)
        )).Book;
    }

    /// <summary>Asks for the revision of the book together with other questions.</summary>
    /// <param name="trip">The other questions.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <returns>To be given to <see cref="Know"/> afterwards.</returns>
    public static BookRevision Ask(RoundTrip trip, string centre)
    {
        ArgumentNullException.ThrowIfNull(trip);
        var revision = new BookRevision();
        trip.AskRows(_revisionOf, row => revision.Id = row.GetGuid(0), Key(centre));
        return revision;
    }

    /// <summary>Saves the transaction from asking for the book when the one kept is still right.</summary>
    /// <param name="work">The transaction that asked.</param>
    /// <param name="revision">The answer.</param>
    public static void Know(Work work, BookRevision revision)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(revision);
        if (_kept.TryGetValue(work.Centre, out var kept) && kept.Revision == revision.Id)
        {
            work.Once(_ => new BookOfWork(Task.FromResult(kept.Book)));
        }
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

    /// <summary>The centre's definition with the version of one of its streams, for an ETag.</summary>
    /// <param name="source">Connections to the database.</param>
    /// <param name="store">The event store.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="streamOf">Key of the stream; null when there is none, which has version 0.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>
    /// A version that is never newer than the book: whoever sends it back has seen all that it stands for.
    /// </returns>
    public static async Task<(CentreBook Book, long Version)> BookAtAsync(
        this NpgsqlDataSource source,
        IDocumentStore store,
        string centre,
        Func<CentreBook, string?> streamOf,
        CancellationToken stopping
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(streamOf);
        await using var connection = await source.OpenConnectionAsync(stopping);
        await using var session = store.QuerySession(centre);
        var stream = streamOf(await ReadAsync(session, connection, centre, stopping));
        var version = stream is null ? 0 : await VersionAsync(connection, centre, stream, stopping);
        return (await ReadAsync(session, connection, centre, stopping), version);
    }

    private static async Task<long> VersionAsync(
        NpgsqlConnection connection,
        string centre,
        string stream,
        CancellationToken stopping
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"select version from {CenterStore.Schema}.mt_streams where tenant_id = $1 and id = $2";
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = stream });
        return await command.ExecuteScalarAsync(stopping) is long version ? version : 0;
    }

    private static async Task<CentreBook> ReadAsync(
        IQuerySession session,
        NpgsqlConnection connection,
        string centre,
        CancellationToken stopping
    )
    {
        var trip = new RoundTrip();
        var revision = Ask(trip, centre);
        await trip.GoAsync(connection, stopping);
        if (revision.Id is not { } current)
        {
            return CentreBook.Empty;
        }

        if (_kept.TryGetValue(centre, out var kept) && kept.Revision == current)
        {
            return kept.Book;
        }

        var row = await session.LoadAsync<CentreBookRow>(CentreBookRow.TheOnly, stopping);
        _kept[centre] = (current, row!.Book);
        return row.Book;
    }

    private static NpgsqlParameter[] Key(string centre) =>
        [new() { Value = centre }, new() { Value = CentreBookRow.TheOnly }];

    private sealed record BookOfWork(Task<CentreBook> Book);
}

/// <summary>Which revision of the book a transaction found.</summary>
public sealed class BookRevision
{
    internal Guid? Id { get; set; }
}
