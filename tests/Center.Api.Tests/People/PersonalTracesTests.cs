using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Audit;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.EventStore;
using Center.Projections.People;
using JasperFx;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.People;

/// <summary>What names a person is found wherever it stands, without reading the log.</summary>
public sealed class PersonalTracesTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Person = "0190a5b2-7c00-7000-8000-0000000000aa";
    private const string Other = "0190a5b2-7c00-7000-8000-0000000000bb";

    // What the index must find: this question reads every event, and so cannot miss one.
    private const string WholeLog = """
        select split_part(stream_id, '/', 1), count(*), min(timestamp), max(timestamp)
        from center.mt_events
        where tenant_id = $1 and (user_name = $2 or headers->>'onBehalfOf' = $2
          or stream_id like '%' || $2 || '%' or data::text like '%' || $2 || '%')
        group by 1 order by 1
        """;

    private AuditDatabase _database = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await AuditDatabase.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task a_person_is_found_as_actor_in_a_stream_in_a_body_and_as_the_one_acted_for()
    {
        await TellAsync();

        var found = await new PersonalTraces(_database.Source).FindAsync(AuditDatabase.Centre, [Person], Stopping);

        found.ShouldBe(await AskAllAsync(Person));
        found
            .Select(trace => (trace.StreamKind, trace.Events))
            .ShouldBe([("access", 1L), ("booking", 1L), ("person", 3L), ("team", 1L)]);
    }

    [Fact]
    public async Task records_of_one_person_are_asked_for_together_and_nobody_elses_are_found()
    {
        await TellAsync();
        var traces = new PersonalTraces(_database.Source);

        var both = await traces.FindAsync(AuditDatabase.Centre, [Person, Other], Stopping);

        both.Sum(trace => trace.Events).ShouldBe(7);
        (await traces.FindAsync(AuditDatabase.Centre, [Guid.NewGuid().ToString()], Stopping)).ShouldBeEmpty();
        (await traces.FindAsync("elsewhere", [Person], Stopping)).ShouldBeEmpty();
    }

    [Fact]
    public async Task neither_question_reads_the_log()
    {
        await TellAsync();
        await FillAsync(20_000);

        foreach (var sql in new[] { PersonalTraces.Sql, PersonalTraces.LookUpSql })
        {
            var plan = await PlanAsync(sql);

            plan.ShouldContain(line => line.Contains("Bitmap Index Scan", StringComparison.Ordinal));
            plan.ShouldNotContain(line => line.Contains("Seq Scan", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task marten_leaves_the_index_alone_and_new_centres_have_it()
    {
        await _database.Store.Advanced.AddMartenManagedTenantsAsync(Stopping, "next");
        await _database.Store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await using var connection = await _database.Source.OpenConnectionAsync(Stopping);
        await Tables.ApplyAsync(connection, Stopping);

        // One of the whole table, one of each centre.
        (
            await _database.CountAsync(
                "select from pg_index where pg_get_indexdef(indexrelid) like '%ids_named(%' and indisvalid"
            )
        ).ShouldBe(3);
    }

    [Fact]
    public async Task a_database_without_the_index_gets_it_over_all_that_is_there()
    {
        await TellAsync();
        await _database.ExecuteAsync($"drop index center.{EventNaming.Index}");
        await _database.ExecuteAsync("drop function center.ids_named");

        await using var connection = await _database.Source.OpenConnectionAsync(Stopping);
        await Tables.ApplyAsync(connection, Stopping);

        (await new PersonalTraces(_database.Source).FindAsync(AuditDatabase.Centre, [Person], Stopping)).ShouldBe(
            await AskAllAsync(Person)
        );
    }

    private async Task TellAsync()
    {
        var registered = new PersonRegistered(AgeBand.Adult, null, [], []);
        await _database.AppendAsync($"person/{Person}", registered);
        await _database.AppendAsync($"person/{Other}", registered, new PersonMerged(new PersonId(Guid.Parse(Person))));
        await _database.AppendAsync($"access/{Person}", registered);
        await AppendAsync("team/one", "", context => context with { Actor = Person });
        await AppendAsync("booking/one", "", context => context with { OnBehalfOf = Person });
        await AppendAsync("person/else", Person, context => context);
    }

    private async Task AppendAsync(string stream, string guardian, Func<EventContext, EventContext> by)
    {
        await using var work = await _database.BeginAsync();
        work.Context = by(work.Context);
        ValueList<PersonId> guardians = guardian.Length == 0 ? [] : [new PersonId(Guid.Parse(guardian))];
        work.Append(stream, 0, [new PersonRegistered(AgeBand.Adult, null, guardians, [])]);
        await work.CommitAsync();
    }

    private async Task FillAsync(int events)
    {
        await _database.ExecuteAsync(
            $$"""
            insert into center.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, headers, user_name)
            select 1000 + n, gen_random_uuid(), 'booking/' || gen_random_uuid(), 1,
                   jsonb_build_object('terms', jsonb_build_object('person', gen_random_uuid())), 'booking.confirmed.v3',
                   '{{AuditDatabase.Centre}}', now(), '{"role": "resident"}', gen_random_uuid()::text
            from generate_series(1, {{events}}) n;
            analyze center.mt_events
            """
        );
    }

    private async Task<List<string>> PlanAsync(string sql)
    {
        await using var command = _database.Source.CreateCommand("explain " + sql);
        command.Parameters.Add(new NpgsqlParameter { Value = AuditDatabase.Centre });
        command.Parameters.Add(new NpgsqlParameter { Value = new[] { Guid.Parse(Person) } });
        await using var reader = await command.ExecuteReaderAsync(Stopping);
        var plan = new List<string>();
        while (await reader.ReadAsync(Stopping))
        {
            plan.Add(reader.GetString(0));
        }

        return plan;
    }

    private async Task<List<PersonalTrace>> AskAllAsync(string person)
    {
        await using var command = _database.Source.CreateCommand(WholeLog);
        command.Parameters.Add(new NpgsqlParameter { Value = AuditDatabase.Centre });
        command.Parameters.Add(new NpgsqlParameter { Value = person });
        await using var reader = await command.ExecuteReaderAsync(Stopping);
        var traces = new List<PersonalTrace>();
        while (await reader.ReadAsync(Stopping))
        {
            traces.Add(
                new PersonalTrace(
                    reader.GetString(0),
                    reader.GetInt64(1),
                    reader.GetFieldValue<DateTimeOffset>(2),
                    reader.GetFieldValue<DateTimeOffset>(3)
                )
            );
        }

        return traces;
    }
}
