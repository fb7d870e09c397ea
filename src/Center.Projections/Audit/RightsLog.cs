using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Projections.Audit;

/// <summary>Folds who held which roles out of the log, up to a position. It is read whole, since it is asked rarely.</summary>
/// <param name="source">Connections to the database.</param>
public sealed class RightsLog(NpgsqlDataSource source)
{
    private const int PatienceSeconds = 120;

    // Of people only that they are there and where they were merged: the rest of their streams says nothing about rights.
    private const string Sql = $"""
        select {StoredEvent.Columns} from center.mt_events
        where tenant_id = $1 and seq_id <= $2 and (starts_with(stream_id, 'access/')
          or starts_with(type, 'person.registered.') or starts_with(type, 'person.merged.'))
        order by seq_id
        """;

    /// <summary>Who held what at a position.</summary>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="position">A final position.</param>
    /// <param name="stopping">Gives up.</param>
    /// <exception cref="LogDamagedException">An event cannot be read: somebody wrote to the database past the service.</exception>
    public async Task<HeldRights> AsOfAsync(string centre, long position, CancellationToken stopping)
    {
        await using var command = source.CreateCommand(Sql);
        command.CommandTimeout = PatienceSeconds;
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = position });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var rights = new HeldRights();
        while (await reader.ReadAsync(stopping))
        {
            var e = StoredEvent.Read(reader);
            rights.Apply(e, BodyOf(e));
        }

        return rights;
    }

    private static object BodyOf(StoredEvent e)
    {
        try
        {
            return EventLanguage.OfDomain.Read(e.Type, e.Data) ?? throw Unreadable(e);
        }
        catch (JsonException)
        {
            throw Unreadable(e);
        }
    }

    private static LogDamagedException Unreadable(StoredEvent e) =>
        new($"The event at position {e.Position} cannot be read, so nobody can say who held which rights.");
}
