using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Audit;
using Center.Projections.Audit.Sealing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>
/// The service dies of kill −9 while it seals, again and again. The log goes on where it was: every checkpoint that was handed
/// out is the beginning of the last one, every event has one leaf, and the root is the one that the leaves have.
/// </summary>
public sealed class SealingCrashTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Centre = CenterUnderTest.Centre;
    private const int Deaths = 4;

    // Leaves are there, and no signature under them yet.
    private const string Unsigned = """
        select 1 from center.log_state s where not exists (
          select 1 from center.log_checkpoint k where k.centre = s.centre and k.size = s.size and k.note is not null)
        """;

    // Leaves are being added, in a transaction that is not committed.
    private const string Adding = """
        select 1 from pg_stat_activity where datname = current_database() and state = 'active'
          and query like '%insert into center.log_stretch (centre, leaf, position%' and pid <> pg_backend_pid()
        """;

    // Each step of sealing takes a while, so that a death can fall into it.
    private const string Slowly = """
        create function center.dawdle() returns trigger language plpgsql as
          'begin perform pg_sleep(0.2); return null; end';
        create trigger dawdle after insert on center.log_leaf for each statement execute function center.dawdle();
        create trigger dawdle after insert on center.log_stretch for each statement execute function center.dawdle();
        create trigger dawdle after insert or update on center.log_checkpoint
          for each statement execute function center.dawdle()
        """;

    private readonly ScratchHome _home = new("sealing");
    private readonly List<Checkpoint> _seen = [];
    private readonly ConcurrentDictionary<long, bool> _sizes = [];
    private Dictionary<string, string?> _settings = null!;
    private NpgsqlDataSource _source = null!;
    private string _key = "";

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var database = await postgres.CreateDatabaseAsync();
        _source = NpgsqlDataSource.Create(database);
        _settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Center"] = database,
            ["Center:VaultKey"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("thirty-two bytes for the tests!!")),
            ["Center:LogPaceMilliseconds"] = "50",
            ["Center:SingleNode"] = "true",
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task a_log_whose_service_is_killed_while_it_seals_goes_on_as_one_log()
    {
        var unsigned = 0L;
        for (var death = 0; death < Deaths; death++)
        {
            using var service = await StartAsync(first: death == 0);
            using var http = new HttpClient { BaseAddress = await service.ListensAsync(Stopping) };
            var living = LiveAsync(http);
            await UntilSeenAsync(death + 2);
            await UntilAsync(death % 2 == 0 ? Unsigned : Adding);
            await service.KillAsync();
            await living;
            unsigned += await CountAsync(Unsigned);
        }

        using var last = await StartAsync(first: false);
        using var client = new HttpClient { BaseAddress = await last.ListensAsync(Stopping) };
        var admin = new CentreClient(client, _key);
        await admin.PollAsync(
            "/audit/log/status",
            status => status.Member("published").GetProperty("lag").GetInt64() == 0
        );
        var end = await CheckpointAsync(client);

        unsigned.ShouldBeGreaterThan(0, "at least one death fell between leaves and signature");
        _seen.Select(checkpoint => checkpoint.Size).Distinct().Count().ShouldBeGreaterThan(1);
        await EachIsTheBeginningOfAsync(end);
        end.Root.ShouldBe(await RootOfLeavesAsync());
        (await CountAsync("select 1 from center.mt_events")).ShouldBeGreaterThan(50);
        (
            await CountAsync(
                """
                select e.seq_id from center.mt_events e left join (
                  select position from center.log_leaf
                  union all
                  select position + n - 1 from center.log_stretch, unnest(events) with ordinality as event (id, n)
                ) l on l.position = e.seq_id
                group by e.seq_id having count(l.position) <> 1
                """
            )
        ).ShouldBe(0);
        (await CountAsync("select 1 from center.log_leaf where late")).ShouldBe(0);
        var check = await ServiceProcess.SayAsync(_home.Folder, _settings, "audit", "check-log");
        check.ShouldContain($"root {end.Root}");
    }

    private async Task<ServiceProcess> StartAsync(bool first)
    {
        var service = ServiceProcess.Start(_home.Open().Folder, settings: _settings);
        if (first)
        {
            await service.ListensAsync(Stopping);
            string[] words = ["keys", "create", "--role", "admin", "--name", "tests"];
            _key = (await ServiceProcess.SayAsync(_home.Folder, _settings, words)).Trim();
            await using var command = _source.CreateCommand(Slowly);
            await command.ExecuteNonQueryAsync(Stopping);
        }

        return service;
    }

    // Writes, and looks at checkpoints as a stranger does who keeps them, until nobody answers any more.
    private async Task LiveAsync(HttpClient http)
    {
        var admin = new CentreClient(http, _key);
        try
        {
            while (true)
            {
                var asked = Enumerable.Range(0, 4).Select(_ => admin.PostAsync("/people", new { ageBand = "adult" }));
                (await Task.WhenAll(asked)).ShouldAllBe(answer => answer.Status == 201);
                var checkpoint = await CheckpointAsync(http);
                _seen.Add(checkpoint);
                _sizes.TryAdd(checkpoint.Size, true);
                await Task.Delay(50, Stopping);
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or System.IO.IOException)
        {
            // Killed.
        }
    }

    // However slow the machine is, each life lasts until somebody has seen the log grow in it.
    private async Task UntilSeenAsync(int sizes)
    {
        var waiting = Stopwatch.StartNew();
        while (_sizes.Count < sizes)
        {
            waiting.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), "no further checkpoint is signed");
            await Task.Delay(50, Stopping);
        }
    }

    private async Task UntilAsync(string moment)
    {
        var waiting = Stopwatch.StartNew();
        while (await CountAsync(moment) == 0)
        {
            waiting.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20), "nothing is sealed");
            await Task.Delay(5, Stopping);
        }
    }

    private static async Task<Checkpoint> CheckpointAsync(HttpClient http)
    {
        while (true)
        {
            using var answer = await http.GetAsync(new Uri("/api/v1/audit/log/checkpoint", UriKind.Relative), Stopping);
            var text = await answer.Content.ReadAsStringAsync(Stopping);
            if (answer.IsSuccessStatusCode)
            {
                SignedNote.TryRead(text, out var note).ShouldBeTrue();
                var key = await http.GetStringAsync(new Uri("/api/v1/audit/log/key", UriKind.Relative), Stopping);
                VerifierKey.TryRead(key.TrimEnd('\n'), out var verifier).ShouldBeTrue();
                note.IsSignedBy(verifier, LogRoom.SecondOpinion).ShouldBeTrue();
                Checkpoint.TryRead(note.Text, out var checkpoint).ShouldBeTrue();
                return checkpoint;
            }

            await Task.Delay(20, Stopping);
        }
    }

    private async Task EachIsTheBeginningOfAsync(Checkpoint end)
    {
        var tree = new LogTree(_source);
        foreach (var earlier in _seen.Distinct())
        {
            earlier.Origin.ShouldBe(end.Origin);
            var shape = ProofShape.OfConsistency(earlier.Size, end.Size);
            var tiles = await tree.TilesAsync(Centre, shape, end.Size, Stopping);
            ProofCheck
                .Extends(earlier.Size, end.Size, earlier.Root, end.Root, tiles.ProofOf(shape))
                .ShouldBeTrue($"{earlier.Size} of {end.Size}");
        }
    }

    private async Task<TreeHash> RootOfLeavesAsync()
    {
        var tree = new Frontier();
        var leaves = await new SealedLeaves(_source).PageAsync(Centre, 0, int.MaxValue, Stopping);
        foreach (var leaf in leaves)
        {
            leaf.Holds(Centre).ShouldBeTrue($"{leaf.Index}");
            tree.Append(TreeHash.OfLeaf(leaf.Leaf.Commitment.Span));
        }

        return tree.Root;
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = _source.CreateCommand($"select count(*) from ({sql}) counted");
        return (long)(await command.ExecuteScalarAsync(Stopping))!;
    }
}
