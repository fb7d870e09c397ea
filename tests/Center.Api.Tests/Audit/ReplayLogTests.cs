using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Events;
using Center.Api.Tests.Infrastructure;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using JasperFx.Events;
using Marten;
using Marten.Events.Archiving;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>A replay takes events as the views take them that follow the log.</summary>
public sealed class ReplayLogTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Insert = """
        insert into center.mt_events
          (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, headers, user_name, is_archived)
        values ($1, gen_random_uuid(), 'kept/' || $1, $1 + 1, $2::jsonb, $3,
          timestamptz '2026-11-28 08:00:00.123456+08' + $1 * interval '1 minute', 'test', '{}',
          case when $1 % 3 > 0 then 'person/' || $1 end, $1 % 4 = 0)
        """;

    private AuditDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await AuditDatabase.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task every_form_of_every_event_is_what_marten_makes_of_it()
    {
        var stopping = TestContext.Current.CancellationToken;
        var stored = 0L;
        foreach (
            var (name, form) in EventSamples.Names.SelectMany(name =>
                EventSamples.FormsOf(name).Select(form => (name, form))
            )
        )
        {
            await using var insert = _database.Source.CreateCommand(Insert);
            insert.Parameters.Add(new NpgsqlParameter { Value = ++stored });
            insert.Parameters.Add(new NpgsqlParameter { Value = form });
            insert.Parameters.Add(new NpgsqlParameter { Value = name });
            await insert.ExecuteNonQueryAsync(stopping);
        }

        var log = new ReplayLog(_database.Source, AuditDatabase.Centre, stored, null);
        var read = log.Pages(0, 10, stopping).SelectMany(page => page);

        await using var session = _database.Store.QuerySession(AuditDatabase.Centre);
        var events = session.Events.QueryAllRawEvents().Where(e => e.MaybeArchived()).OrderBy(e => e.Sequence);
        var expected = (await events.ToListAsync(stopping)).Select(Shown).ToList();
        expected.Count.ShouldBe((int)stored);
        read.Select(Shown).ShouldBe(expected);
    }

    private static string Shown(IEvent e) =>
        $"{e.Sequence} {e.StreamKey} {e.Version} {e.Timestamp:O} {e.UserName} {e.Data.GetType()} "
        + JsonSerializer.Serialize(e.Data, CenterJson.Options);
}
