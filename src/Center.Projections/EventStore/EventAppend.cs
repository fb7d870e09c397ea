using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using JasperFx.Events;
using Marten;
using Npgsql;

namespace Center.Projections.EventStore;

/// <summary>
/// The events that a transaction appends: in the order in which they were decided, whatever their streams, and by one
/// statement however many they are. They are stored as Marten itself would store them, which appends stream by stream.
/// </summary>
/// <param name="centre">The centre (tenant).</param>
internal sealed class EventAppend(string centre)
{
    private const string ReadVersions =
        "select id, version from center.mt_streams where tenant_id = $1 and id = any($2) order by id for update";

    private const string StartStreams = """
        insert into center.mt_streams (tenant_id, id, version, timestamp)
        select $1, started.id, started.version, now() from unnest($2::text[], $3::bigint[]) started (id, version)
        """;

    private const string MoveStreams = """
        update center.mt_streams stream set version = moved.version, timestamp = now()
        from unnest($2::text[], $3::bigint[]) moved (id, version)
        where stream.tenant_id = $1 and stream.id = moved.id
        """;

    // A centre without a sequence draws a null, which the table refuses: never fewer events than were decided. What is drawn is
    // part of what an event commits to, so the commitment is made here too.
    private const string Append = $"""
        insert into center.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, mt_dotnet_type,
                                      correlation_id, causation_id, headers, user_name, is_archived)
        select drawn.position, drawn.id, drawn.stream, drawn.version, drawn.data::jsonb, drawn.type, $1, drawn.at,
               drawn.dotnet_type, drawn.correlation, drawn.causation,
               drawn.headers::jsonb || jsonb_build_object(
                   '{EventContext.CommitmentHeader}', {OpenCommitments.Sql}),
               drawn.actor, false
        from (
            select nextval((
                       select format('center.%I', 'mt_events_sequence_' || partition_suffix)::regclass
                       from center.mt_tenant_partitions where partition_value = $1)) as position,
                   decided.*
            from unnest($2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::timestamptz[], $8::text[],
                        $9::text[], $10::text[], $11::text[], $12::text[], $13::bytea[], $14::bytea[])
                 with ordinality decided (id, stream, version, data, type, at, dotnet_type, correlation, causation,
                                          headers, actor, before, after, place)
            order by decided.place) drawn
        """;

    // Marten marks parameters so, each time that one is used.
    private static readonly string _appendByMarten = Regex.Replace(Append, @"\$\d+", "?");

    // What Marten says when it appends; the views wake by it.
    private const string Wake = "notify mt_events_appended";

    private readonly List<IEvent> _events = [];
    private readonly SortedDictionary<string, (long From, long To)> _streams = new(StringComparer.Ordinal);

    /// <summary>Whether there are no events.</summary>
    public bool IsEmpty => _events.Count == 0;

    /// <summary>
    /// Whether nothing but the events has to be written: all streams are new, so that none has to be compared with what was
    /// read, and no view is kept with them.
    /// </summary>
    public bool IsAlone =>
        !IsEmpty
        && _streams.Values.All(stream => stream.From == 0)
        && _events.TrueForAll(e => !CenterStore.InlineViews.Any(view => view.Takes(e.StreamKey!)));

    /// <summary>Adds events to a stream.</summary>
    /// <param name="stream">Stream key.</param>
    /// <param name="expectedVersion">Version that the decision was made on, events added here before included.</param>
    /// <param name="events">Events in order.</param>
    public void Add(string stream, long expectedVersion, IEnumerable<IEvent> events)
    {
        var (from, version) = _streams.GetValueOrDefault(stream, (expectedVersion, expectedVersion));
        foreach (var e in events)
        {
            e.TenantId = centre;
            e.StreamKey = stream;
            e.Version = ++version;
            _events.Add(e);
        }

        _streams[stream] = (from, version);
    }

    /// <summary>Whether a statement failed because somebody else has begun the same stream at the same moment.</summary>
    public static bool IsStreamStarted(PostgresException failure) =>
        failure is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: { } table }
        && table.StartsWith("mt_streams", StringComparison.Ordinal);

    /// <summary>
    /// Asks whether the streams still are where they were read, locks them, and begins those that are new: what can fail,
    /// fails here.
    /// </summary>
    /// <exception cref="StaleStreamException">When the answer is read: a stream has moved on.</exception>
    public void Prepare(RoundTrip trip)
    {
        string[] known = [.. _streams.Where(stream => stream.Value.From > 0).Select(stream => stream.Key)];
        if (known.Length > 0)
        {
            trip.Ask(
                ReadVersions,
                (reader, stopping) => CheckAsync(known, reader, stopping),
                new NpgsqlParameter { Value = centre },
                new NpgsqlParameter { Value = known }
            );
        }

        AddStreams(trip, StartStreams, stream => stream.From == 0);
        AddStreams(trip, MoveStreams, stream => stream.From > 0);
    }

    /// <summary>Keeps the views of the transaction, then queues the append itself: after it, nothing can fail.</summary>
    public async Task WriteAsync(IDocumentSession session, CancellationToken stopping)
    {
        foreach (var view in CenterStore.InlineViews)
        {
            var own = _events.FindAll(e => view.Takes(e.StreamKey!));
            if (own.Count > 0)
            {
                await new ViewProjection(view).ApplyAsync(session, own, stopping);
            }
        }

        session.QueueSqlCommand(_appendByMarten, [centre, centre, .. Columns(session)]);
        session.QueueSqlCommand(Wake);
    }

    /// <summary>Adds the append to a round trip, as the last of it: when anything before it fails, no position is drawn.</summary>
    /// <param name="trip">The round trip.</param>
    /// <param name="session">Knows how events are stored; nothing is queued in it.</param>
    public void Write(RoundTrip trip, IDocumentSession session)
    {
        object[] values = [centre, .. Columns(session)];
        trip.Do(Append, [.. values.Select(value => new NpgsqlParameter { Value = value })]);
        trip.Do(Wake);
    }

    private object[] Columns(IDocumentSession session)
    {
        var serializer = session.DocumentStore.Options.Serializer();
        var rows = _events.ConvertAll(e => Row(e, serializer));
        var commitments = OpenCommitments.Of(centre, rows);
        return
        [
            Each(rows, e => e.Id),
            Each(rows, e => e.Stream),
            Each(rows, e => e.Version),
            Each(rows, e => e.Data),
            Each(rows, e => e.Type),
            Each(rows, e => e.At),
            Each(_events, e => e.DotNetTypeName),
            Each(rows, e => e.Correlation),
            Each(rows, e => e.Causation),
            Each(rows, e => e.Headers),
            Each(rows, e => e.Actor),
            commitments.Before,
            commitments.After,
        ];
    }

    // As it will lie in the store, but for its position, which is not known yet.
    private static StoredEvent Row(IEvent e, ISerializer serializer) =>
        new(
            0,
            e.Id,
            e.StreamKey!,
            e.Version,
            e.EventTypeName,
            e.Timestamp,
            e.UserName,
            e.CorrelationId,
            e.CausationId,
            serializer.ToJson(e.Data),
            serializer.ToJson(e.Headers)
        );

    private void AddStreams(RoundTrip trip, string sql, Func<(long From, long To), bool> which)
    {
        if (_streams.Where(stream => which(stream.Value)).ToList() is { Count: > 0 } streams)
        {
            trip.Do(
                sql,
                new NpgsqlParameter { Value = centre },
                new NpgsqlParameter { Value = streams.ConvertAll(one => one.Key).ToArray() },
                new NpgsqlParameter { Value = streams.ConvertAll(one => one.Value.To).ToArray() }
            );
        }
    }

    private async Task CheckAsync(string[] known, NpgsqlDataReader reader, CancellationToken stopping)
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(stopping))
        {
            found[reader.GetString(0)] = reader.GetInt64(1);
        }

        foreach (var stream in known)
        {
            if (found.GetValueOrDefault(stream) != _streams[stream].From)
            {
                throw new StaleStreamException($"'{stream}' is no longer at version {_streams[stream].From}.", null);
            }
        }
    }

    private static TPart[] Each<T, TPart>(List<T> all, Func<T, TPart> part) => [.. all.Select(part)];
}
