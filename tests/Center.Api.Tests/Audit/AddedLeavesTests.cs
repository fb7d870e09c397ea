using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Audit;
using Center.Projections.Audit.Sealing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>What a turn has just added is signed without hashing it again only where it lies in the database as it was made.</summary>
public sealed class AddedLeavesTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly AddedLeaves _added = new();
    private LogRoom _room = null!;
    private NpgsqlConnection _connection = null!;
    private LogState _start = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _room = await LogRoom.CreateAsync(postgres);
        await _room.AppendAsync(2);
        await _room.PublishAsync();
        _start = await _room.StateAsync();
        _connection = await _room.Database.Source.OpenConnectionAsync(Stopping);
    }

    public async ValueTask DisposeAsync()
    {
        _added.Dispose();
        await _connection.DisposeAsync();
        await _room.DisposeAsync();
    }

    [Fact]
    public async Task pages_that_follow_each_other_lead_from_where_the_first_begins_to_where_the_last_ends()
    {
        await AddAsync(600);
        var between = await _room.StateAsync();
        await AddAsync(1);
        var end = await _room.StateAsync();

        (await LeadAsync(_start, end)).ShouldBeTrue();
        (await LeadAsync(_start, end)).ShouldBeTrue();
        (await LeadAsync(_start, between)).ShouldBeFalse();
        (await LeadAsync(between, end)).ShouldBeFalse();
        (await LeadAsync(null, end)).ShouldBeFalse();
        (await LeadAsync(_start with { Edge = new byte[TreeHash.Length] }, end)).ShouldBeFalse();
    }

    [Fact]
    public async Task where_nothing_was_added_nothing_leads_anywhere()
    {
        (await LeadAsync(_start, _start)).ShouldBeFalse();
        (await LeadAsync(null, _start)).ShouldBeFalse();
    }

    [Fact]
    public async Task a_page_that_does_not_continue_the_last_begins_anew()
    {
        await AddAsync(3);
        await _room.AppendAsync(2);
        await _room.PublishAsync();
        var between = await _room.StateAsync();
        await AddAsync(4);

        (await LeadAsync(between, await _room.StateAsync())).ShouldBeTrue();
        (await LeadAsync(_start, await _room.StateAsync())).ShouldBeFalse();
    }

    [Theory]
    [InlineData(
        "update center.log_stretch set commitments = overlay(commitments placing sha256('x') from 33) where leaf = 2"
    )]
    [InlineData("update center.log_stretch set commitments = substring(commitments for 32) where leaf = 256")]
    [InlineData("delete from center.log_stretch where leaf = 256")]
    public async Task leaves_that_were_changed_since_are_found(string sql)
    {
        await AddAsync(600);
        await _room.Database.ExecuteAsync(sql);

        (await LeadAsync(_start, await _room.StateAsync())).ShouldBeFalse();
    }

    private async Task AddAsync(int events)
    {
        await _room.AppendAtOnceAsync(events);
        var state = await _room.StateAsync();
        await using var ahead = new LogAhead(
            _room.Database.Source,
            LogRoom.Centre,
            state,
            state.Position + events,
            Stopping
        );
        while (await ahead.NextAsync(Stopping) is { } page)
        {
            (await page.TryWriteAsync(_connection, _added, Stopping)).ShouldBeTrue();
        }
    }

    private Task<bool> LeadAsync(LogState? from, LogState to)
    {
        var head = from is null ? null : new SignedHead(from.Epoch, from.Origin, from.Size, from.Edge);
        return _added.LeadAsync(_connection, LogRoom.Centre, head, to, Stopping);
    }
}
