using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Audit;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.EventStore;
using JasperFx.Events;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.EventStore;

public sealed class EventAppendTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Events = """
        select version, data, bdata, type, tenant_id, timestamp, mt_dotnet_type, correlation_id, causation_id, headers,
               user_name, is_archived
        from center.mt_events where stream_id = '{0}' order by version
        """;

    private const string Stream = """
        select tenant_id, type, version, compacted_version, is_archived from center.mt_streams where id = '{0}'
        """;

    private const string InOrder =
        "select stream_id, version from center.mt_events where stream_id like '{0}' order by seq_id";

    private const string Span =
        "select max(seq_id) - min(seq_id) + 1 as drawn from center.mt_events where stream_id = '{0}'";

    private AuditDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await AuditDatabase.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task events_and_streams_are_stored_as_marten_stores_them()
    {
        await _database.AppendAsync("person/ours", Registered());
        await using (var work = await _database.BeginAsync())
        {
            work.Context = work.Context with { OnBehalfOf = "somebody", Causation = "cause", PolicyVersion = "rules" };
            work.Append("person/ours", 1, [new PersonalDataErased(), Registered()]);
            await work.CommitAsync();
        }

        await AppendByMartenAsync("person/ours", "person/theirs");

        (await RowsAsync(Events, "person/ours")).ShouldBe(await RowsAsync(Events, "person/theirs"));
        (await RowsAsync(Events, "person/ours")).Count.ShouldBe(3);
        (await RowsAsync(Stream, "person/ours")).ShouldBe(await RowsAsync(Stream, "person/theirs"));
    }

    [Fact]
    public async Task positions_are_in_the_order_of_the_decisions_whatever_the_streams()
    {
        await using (var work = await _database.BeginAsync())
        {
            work.Append("person/bo", 0, [Registered()]);
            work.Append("person/ada", 0, [Registered()]);
            work.Append("person/bo", 1, [new PersonalDataErased()]);
            await work.CommitAsync();
        }

        (await RowsAsync(InOrder, "person/%")).ShouldBe([
            """{"stream_id":"person/bo","version":1}""",
            """{"stream_id":"person/ada","version":1}""",
            """{"stream_id":"person/bo","version":2}""",
        ]);
    }

    [Fact]
    public async Task who_starts_a_stream_that_is_there_or_goes_on_from_an_old_version_has_lost_and_draws_no_position()
    {
        await using var first = await _database.BeginAsync();
        await using var second = await _database.BeginAsync();
        first.Append("person/ada", 0, [Registered()]);
        second.Append("person/ada", 0, [Registered()]);
        await first.CommitAsync();
        await Should.ThrowAsync<StaleStreamException>(second.CommitAsync);

        await using var third = await _database.BeginAsync();
        await using var fourth = await _database.BeginAsync();
        third.Append("person/ada", 1, [new PersonalDataErased()]);
        fourth.Append("person/ada", 1, [new PersonalDataErased()]);
        await third.CommitAsync();
        await Should.ThrowAsync<StaleStreamException>(fourth.CommitAsync);

        (await RowsAsync(Span, "person/ada")).ShouldBe(["""{"drawn":2}"""]);
    }

    [Fact]
    public async Task each_event_says_what_it_commits_to_however_it_is_appended()
    {
        const string Odd = "\"\\ \u2028 音乐室 🎹 \u0001";
        await using (var work = await _database.BeginAsync())
        {
            work.Append("person/alone", 0, [Registered()]);
            work.Append("person/beside", 0, [Registered(), new PersonalDataErased()]);
            await work.CommitAsync();
        }

        await using (var work = await _database.BeginAsync())
        {
            work.Context = new EventContext(Odd, Odd, "channel", "request", Odd)
            {
                OnBehalfOf = Odd,
                Causation = Odd,
                PolicyVersion = "2026",
            };
            work.Append("person/alone", 1, [new PersonalDataErased(), Registered()]);
            await work.CommitAsync();
        }

        var events = await _database.StoredAsync();

        events.Count.ShouldBe(5);
        events.ShouldAllBe(e => e.Commitment != null);
        events.Select(e => e.Commitment).ShouldBe(events.Select(e => EventLeaf.Of(AuditDatabase.Centre, e)));
    }

    private static PersonRegistered Registered() => new(AgeBand.Adult, null, ValueList.Of<PersonId>([]), []);

    private async Task AppendByMartenAsync(string from, string to)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var session = _database.Store.LightweightSession(AuditDatabase.Centre);
        foreach (var original in await session.Events.FetchStreamAsync(from, token: cancel))
        {
            var copy = session.Events.BuildEvent(original.Data);
            (copy.Timestamp, copy.UserName, copy.Headers) = (original.Timestamp, original.UserName, original.Headers);
            (copy.CorrelationId, copy.CausationId) = (original.CorrelationId, original.CausationId);
            session.Events.Append(to, copy);
        }

        await session.SaveChangesAsync(cancel);
    }

    private async Task<List<string>> RowsAsync(string sql, string stream)
    {
        await using var command = _database.Source.CreateCommand(
            $"select row_to_json(found) from ({string.Format(null, sql, stream)}) found"
        );
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
