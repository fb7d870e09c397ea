using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.People;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

public sealed class EventLogTests(TestPostgres postgres) : IAsyncLifetime
{
    private AuditDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await AuditDatabase.CreateAsync(postgres);
        var many = Enumerable.Repeat<object>(ReplayTests.Registered(AgeBand.Adult), 1500).ToArray();
        await _database.AppendAsync("person/many", many);
        await _database.AppendAsync("person/one", new PersonalDataErased());
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task pages_join_without_a_seam()
    {
        var all = await ReadAsync(new EventFilter(), 10_000);

        all.Select(e => e.Position).ShouldBe(Enumerable.Range(1, 1501).Select(i => (long)i));
        all[^1].Type.ShouldBe("personal-data.erased.v1");
        all[0].Header("salt")!.Length.ShouldBe(32);
    }

    [Fact]
    public async Task a_limit_and_a_beginning_are_kept() =>
        (await ReadAsync(new EventFilter { After = 40 }, 3)).Select(e => e.Position).ShouldBe([41L, 42, 43]);

    [Theory]
    [InlineData("personal-data.erased", 1)]
    [InlineData("personal-data.erased.v1", 1)]
    [InlineData("personal-data.erased.v2", 0)]
    [InlineData("personal-data", 0)]
    [InlineData("person%", 0)]
    public async Task a_type_is_matched_whole_with_or_without_its_version(string type, int count) =>
        (await ReadAsync(new EventFilter { Type = type }, 10)).Count.ShouldBe(count);

    [Fact]
    public async Task stream_actor_and_time_narrow()
    {
        (await ReadAsync(new EventFilter { Stream = "person/one" }, 10)).ShouldHaveSingleItem();
        (await ReadAsync(new EventFilter { Actor = "system:test", Stream = "person/one" }, 10)).ShouldHaveSingleItem();
        (await ReadAsync(new EventFilter { Actor = "nobody" }, 10)).ShouldBeEmpty();
        (await ReadAsync(new EventFilter { Until = DateTimeOffset.UnixEpoch }, 10)).ShouldBeEmpty();
        (await ReadAsync(new EventFilter { From = DateTimeOffset.UnixEpoch }, 10)).Count.ShouldBe(10);
    }

    [Fact]
    public async Task a_history_tells_versions_and_who_did_it()
    {
        var history = new StreamHistory(_database.Source);

        var items = await history.ReadAsync(AuditDatabase.Centre, "person/one", TestContext.Current.CancellationToken);

        var item = items.ShouldHaveSingleItem();
        item.Type.ShouldBe("personal-data.erased");
        item.SchemaVersion.ShouldBe(1);
        item.Version.ShouldBe(1);
        item.Position.ShouldBe(1501);
        item.Actor.ShouldBe("system:test");
        item.Channel.ShouldBe("system");
        (await history.ReadAsync("other", "person/one", TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    private async Task<List<StoredEvent>> ReadAsync(EventFilter filter, long limit)
    {
        var events = new EventLog(_database.Source).ReadAsync(
            AuditDatabase.Centre,
            filter,
            limit,
            TestContext.Current.CancellationToken
        );
        var all = new List<StoredEvent>();
        await foreach (var e in events)
        {
            all.Add(e);
        }

        return all;
    }
}
