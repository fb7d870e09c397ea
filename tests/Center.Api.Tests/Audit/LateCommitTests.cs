using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Audit;
using Center.Api.Tests.Infrastructure;
using Center.Api.Tests.Notifications;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>
/// A position is drawn, a higher one is committed and read, and then the lower one is committed: whoever reads on after the
/// last position that he was given gets both.
/// </summary>
public sealed class LateCommitTests(TestPostgres postgres) : IAsyncLifetime
{
    private CenterUnderTest _center = null!;
    private CentreClient _admin = null!;
    private NpgsqlDataSource _source = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _center = await CenterUnderTest.StartAsync(postgres);
        _admin = new CentreClient(_center.Http, _center.AdminKey);
        _source = NpgsqlDataSource.Create(_center.ConnectionString);
        await RegisterAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _center.DisposeAsync();
    }

    [Fact]
    public async Task readers_of_events_and_of_changes_lose_nothing()
    {
        var changes = await new ChangeReader(_admin).FromNowAsync();
        await using var late = await LateAppend.BeginAsync(_source, CenterUnderTest.Centre);
        var (lines, batches) = (new Follower(late.Position - 1), new Follower(late.Position - 1));
        await RegisterAsync();

        await lines.ReadAsync(LinesAsync);
        await batches.ReadAsync(BatchAsync);
        await changes.ReadAsync();
        await late.CommitAsync();
        await lines.ReadAsync(LinesAsync);
        await batches.ReadAsync(BatchAsync);
        await changes.ReadAllAsync();

        long[] both = [late.Position, late.Position + 1];
        lines.Seen.ShouldBe(both);
        batches.Seen.ShouldBe(both);
        changes.Seen.Select(change => change.Position).ShouldBe(both);
    }

    [Fact]
    public async Task the_command_waits_for_what_is_under_way()
    {
        await using var late = await LateAppend.BeginAsync(_source, CenterUnderTest.Centre);
        await RegisterAsync();
        await using var output = new StringWriter();
        var after = (late.Position - 1).ToString(CultureInfo.InvariantCulture);

        var printing = new EventsCommand().RunAsync(_center.Services, ["--after", after], output);
        await Task.WhenAny(printing, Task.Delay(TimeSpan.FromSeconds(1), Stopping));
        await late.CommitAsync();

        (await printing).ShouldBe(0);
        PositionsIn(output.ToString()).ShouldBe([late.Position, late.Position + 1]);
    }

    private async Task RegisterAsync() => (await _admin.PostAsync("/people", new { ageBand = "adult" })).ShouldBe(201);

    private async Task<IReadOnlyList<long>> LinesAsync(long after)
    {
        using var response = await _center.CallAsync(HttpMethod.Get, $"/audit/events?after={after}");
        response.Headers.GetValues("Center-Position").Count().ShouldBe(1);
        return PositionsIn(await response.Content.ReadAsStringAsync(Stopping));
    }

    private async Task<IReadOnlyList<long>> BatchAsync(long after)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/audit/events?after={after}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _center.AdminKey);
        request.Headers.Accept.ParseAdd("application/cloudevents-batch+json");
        using var response = await _center.Http.SendAsync(request, Stopping);
        return
        [
            .. (await response.BodyAsync())
                .EnumerateArray()
                .Select(e => long.Parse(e.GetProperty("sequence").GetString()!, CultureInfo.InvariantCulture)),
        ];
    }

    private static IReadOnlyList<long> PositionsIn(string lines) =>
        [
            .. lines
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("position").GetInt64()),
        ];

    /// <summary>Keeps nothing but the last position that it was given.</summary>
    private sealed class Follower(long after)
    {
        public List<long> Seen { get; } = [];

        public async Task ReadAsync(Func<long, Task<IReadOnlyList<long>>> read) =>
            Seen.AddRange(await read(Seen.Count == 0 ? after : Seen[^1]));
    }
}
