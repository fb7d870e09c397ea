using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Marten;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>One row of a view.</summary>
/// <param name="Key">Row type and id, <c>SiteDay/main/2026-11-24</c>.</param>
/// <param name="Canonical">
/// RFC 8785 form of <c>{"id":…,"row":…,"type":…}</c>, as <see cref="ReplayedView.Digest"/> is made of them.
/// </param>
public sealed record PastRow(string Key, string Canonical);

/// <summary>Rows of some views as they stood at one position; gone when disposed of.</summary>
public sealed class PastRows : IAsyncDisposable
{
    private readonly ReplayScratch _scratch;
    private readonly NpgsqlDataSource _source;
    private readonly string _centre;
    private readonly SemaphoreSlim _turns;

    internal PastRows(ReplayScratch scratch, NpgsqlDataSource source, string centre, SemaphoreSlim turns)
    {
        _scratch = scratch;
        _source = source;
        _centre = centre;
        _turns = turns;
    }

    /// <summary>Schema of the row tables, for those who read them by SQL.</summary>
    public string Schema => _scratch.Schema;

    /// <summary>
    /// Opens a session on the rows. Rows are found by key and by plain members; to compare dates or instants Marten needs
    /// functions of the live schema, which are missing here: such questions are asked by SQL.
    /// </summary>
    public IQuerySession Session() => _scratch.Store.QuerySession(_centre);

    /// <summary>Reads a row.</summary>
    /// <typeparam name="T">Row type of one of the views.</typeparam>
    /// <param name="id">Key of the row.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>The row, or null when there was none.</returns>
    public async Task<T?> FindAsync<T>(string id, CancellationToken stopping)
        where T : class, IViewRow
    {
        await using var session = Session();
        return await session.LoadAsync<T>(id, stopping);
    }

    /// <summary>Rows by type and key, as a replay digests them.</summary>
    /// <param name="view">Name of one of the views.</param>
    /// <param name="after">Key of the row after which to begin; null for the first row.</param>
    /// <param name="limit">Most rows, at least 1.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>Null when <paramref name="after"/> names no row type of the view.</returns>
    public async Task<IReadOnlyList<PastRow>?> PageAsync(
        string view,
        string? after,
        int limit,
        CancellationToken stopping
    )
    {
        var types = ReplayCut
            .ComparedOf(Replay.Find(view)!)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .ToList();
        var cut = after?.Split('/', 2);
        if (cut is not null && (cut.Length < 2 || types.All(type => type.Name != cut[0])))
        {
            return null;
        }

        var rows = new List<PastRow>();
        foreach (var type in types.SkipWhile(type => cut is not null && type.Name != cut[0]))
        {
            var from = cut is not null && type.Name == cut[0] ? cut[1] : null;
            rows.AddRange(await OfTypeAsync(type, from, limit - rows.Count, stopping));
        }

        return rows;
    }

    /// <summary>Drops the rows and lets the next one have its turn.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _scratch.DisposeAsync();
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task<List<PastRow>> OfTypeAsync(Type type, string? after, int limit, CancellationToken stopping)
    {
        await using var command = _source.CreateCommand(
            $"""
            select id, data::text from {Schema}.{CenterStore.TableOf(type)}
            where tenant_id = $1 and id collate "C" > $2 order by id collate "C" limit $3
            """
        );
        command.Parameters.Add(new NpgsqlParameter { Value = _centre });
        command.Parameters.Add(new NpgsqlParameter { Value = after ?? string.Empty });
        command.Parameters.Add(new NpgsqlParameter { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var rows = new List<PastRow>();
        while (await reader.ReadAsync(stopping))
        {
            var id = reader.GetString(0);
            var line = RowDigest.LineOf(type, id, reader.GetString(1));
            rows.Add(new PastRow($"{type.Name}/{id}", Encoding.UTF8.GetString(line)));
        }

        return rows;
    }
}
