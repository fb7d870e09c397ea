using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Bookings;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Audit;
using Center.Projections.EventStore;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

public sealed class LogApiTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Named = $"/audit/log/{CenterUnderTest.Centre}";

    private CenterUnderTest _center = null!;
    private CentreClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _center = await postgres.SharedCenterAsync();
        _admin = new CentreClient(_center.Http, _center.AdminKey);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task what_is_written_is_soon_sealed_and_published_and_its_proof_holds_offline()
    {
        await new BookingGuests(_center).ResidentAsync();
        var e = (await LastEventsAsync(1)).Single();
        var id = e.GetProperty("id").GetString();

        var proof = await _admin.PollAsync(
            "/audit/log/status",
            status => status.Member("published").GetProperty("position").GetInt64() >= Position(e)
        );

        proof.Member("sealed").GetProperty("position").GetInt64().ShouldBeGreaterThanOrEqualTo(Position(e));
        proof.Body.TryGetProperty("halted", out _).ShouldBeFalse();
        var answer = (await _admin.GetAsync($"/audit/proofs/events/{id}")).ShouldBe(200);
        var key = Key(await TextAsync("/audit/log/key"));
        answer.Text("verifierKey").ShouldBe(key.ToString());
        var canonical = Encoding.UTF8.GetBytes(answer.Text("canonical"));
        var entry = EventLeaf.Commitment(Convert.FromHexString(answer.Text("salt")), canonical);
        LeafProof.TryRead(answer.Text("proof"), out var read).ShouldBeTrue();
        read.Proves(entry, key, LogRoom.SecondOpinion).ShouldBeTrue();
        entry[0] ^= 1;
        read.Proves(entry, key, LogRoom.SecondOpinion).ShouldBeFalse();
        using var told = JsonDocument.Parse(canonical);
        told.RootElement.GetProperty("id").GetString().ShouldBe(id);
        told.RootElement.GetProperty("stream").GetString().ShouldBe(e.GetProperty("stream").GetString());
    }

    [Fact]
    public async Task strangers_can_follow_the_tree_by_its_tiles_alone()
    {
        var (checkpoint, size) = await CheckpointAsync("/audit/log");
        var tree = new Frontier();
        for (var index = 0L; index * TileAddress.FullWidth < size; index++)
        {
            var address = TileAddress.Of(0, index, size);
            var entries = EntryBundle.Read(await BytesAsync($"{Named}/{address.EntriesPath}")).ShouldNotBeNull();
            var tile = await BytesAsync($"{Named}/{address.Path}");
            entries.Count.ShouldBe(address.Width);
            entries.SelectMany(entry => TreeHash.OfLeaf(entry).ToArray()).ShouldBe(tile);
            foreach (var entry in entries)
            {
                entry.Length.ShouldBe(32);
                tree.Append(TreeHash.OfLeaf(entry));
            }
        }

        tree.Root.ShouldBe(checkpoint.Root);
        if (size >= TileAddress.FullWidth)
        {
            var above = TileAddress.Of(1, 0, size);
            (await BytesAsync($"{Named}/{above.Path}")).Length.ShouldBe(above.Width * TreeHash.Length);
        }
    }

    [Fact]
    public async Task an_earlier_tree_is_proved_to_be_the_beginning_of_a_later_one()
    {
        var (later, size) = await CheckpointAsync("/audit/log");
        var from = size / 2;

        var answer = (await _admin.GetAsync($"/audit/proofs/consistency?from={from}&to={size}")).ShouldBe(200);

        var path = answer.Member("path").EnumerateArray().Select(hash => Hash(hash.GetString())).ToList();
        var smaller = Hash(answer.Member("from").GetProperty("root").GetString());
        Hash(answer.Member("to").GetProperty("root").GetString()).ShouldBe(later.Root);
        answer.Member("to").GetProperty("checkpoint").GetString().ShouldNotBeNull().ShouldStartWith(later.Origin);
        ProofCheck.Extends(from, size, smaller, later.Root, path).ShouldBeTrue();
        (await _admin.GetAsync("/audit/proofs/consistency?from=1")).ShouldBe(200);
    }

    [Fact]
    public async Task any_leaf_can_be_proved_in_any_published_checkpoint_that_covers_it()
    {
        var (_, size) = await CheckpointAsync("/audit/log");

        var proof = (await _admin.GetAsync($"/audit/proofs/leaves/0?size={size}")).ShouldBe(200);

        proof.Text("kind").ShouldBe("event");
        proof.Number("size").ShouldBe((int)size);
        proof.Number("position").ShouldBe(1);
    }

    [Theory]
    [InlineData("/audit/log/tile/0/x001/000")]
    [InlineData("/audit/log/tile/0/999")]
    [InlineData("/audit/log/tile/0/000.p/0")]
    [InlineData("/audit/log/tile/0/000.p/256")]
    [InlineData("/audit/log/tile/7/000")]
    [InlineData("/audit/log/tile/64/000")]
    [InlineData("/audit/log/tile/-1/000")]
    [InlineData("/audit/log/tile/0/0")]
    [InlineData("/audit/log/tile/0/000.p/9999999999999999999")]
    [InlineData("/audit/log/tile/0/%F0%9F%98%80")]
    [InlineData("/audit/log/tile/0/")]
    [InlineData("/audit/log/tile/entries/999")]
    [InlineData("/audit/log/tile/entries/x")]
    [InlineData("/audit/log/nowhere/checkpoint")]
    [InlineData("/audit/log/nowhere/key")]
    [InlineData("/audit/log/nowhere/tile/0/000.p/1")]
    [InlineData("/audit/log/NANYANG_XINCUN/checkpoint")]
    public async Task what_is_not_there_is_not_found_and_needs_no_key(string path)
    {
        var answer = await new CentreClient(_center.Http, null).GetAsync(path);

        answer.ShouldBeProblem(404, "not-found");
    }

    [Theory]
    [InlineData("/audit/proofs/consistency", 400, "invalid-value")]
    [InlineData("/audit/proofs/consistency?from=0", 400, "invalid-value")]
    [InlineData("/audit/proofs/consistency?from=-1", 400, "invalid-value")]
    [InlineData("/audit/proofs/consistency?from=5&to=4", 400, "invalid-value")]
    [InlineData("/audit/proofs/consistency?from=1&to=9000000000", 400, "invalid-value")]
    [InlineData("/audit/proofs/consistency?from=1&size=2", 400, "unknown-member")]
    [InlineData("/audit/proofs/events/00000000-0000-0000-0000-000000000000", 404, "not-found")]
    [InlineData("/audit/proofs/events/none", 404, "not-found")]
    [InlineData("/audit/proofs/leaves/9000000000", 404, "not-found")]
    [InlineData("/audit/proofs/leaves/-1", 404, "not-found")]
    [InlineData("/audit/proofs/leaves/0?size=0", 400, "invalid-value")]
    [InlineData("/audit/proofs/leaves/0?size=9000000000", 400, "invalid-value")]
    [InlineData("/audit/proofs/leaves/0?position=1", 400, "unknown-member")]
    public async Task wrong_questions_are_told_so(string path, int status, string code)
    {
        await CheckpointAsync("/audit/log");

        (await _admin.GetAsync(path)).ShouldBeProblem(status, code);
    }

    [Theory]
    [InlineData("/audit/log/status")]
    [InlineData("/audit/proofs/consistency?from=1")]
    [InlineData("/audit/proofs/leaves/0")]
    [InlineData("/audit/proofs/events/00000000-0000-0000-0000-000000000000")]
    public async Task proofs_and_numbers_are_for_those_who_may_read_events(string path)
    {
        var (_, resident) = await new BookingGuests(_center).ResidentAsync();
        var auditor = await new BookingGuests(_center).KeyAsync("auditor");

        (await new CentreClient(_center.Http, null).GetAsync(path)).ShouldBeProblem(401, "unauthenticated");
        (await resident.GetAsync(path)).ShouldBeProblem(403, "forbidden");
        (await auditor.GetAsync(path)).Status.ShouldBeOneOf(200, 404);
    }

    [Fact]
    public async Task full_tiles_may_be_kept_for_ever_and_checkpoints_not_at_all()
    {
        await CheckpointAsync("/audit/log");
        using var checkpoint = await _center.Http.GetAsync(
            new Uri("/api/v1/audit/log/checkpoint", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        using var partial = await _center.Http.GetAsync(
            new Uri("/api/v1/audit/log/tile/0/000.p/1", UriKind.Relative),
            TestContext.Current.CancellationToken
        );

        checkpoint.Headers.CacheControl!.NoCache.ShouldBeTrue();
        checkpoint.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        partial.Headers.CacheControl!.ToString().ShouldBe("public, max-age=3600");
        partial.Content.Headers.ContentType!.ToString().ShouldBe("application/octet-stream");
        Center.Api.Audit.LogCaching.Of(new TileAddress(0, 0, 256)).ShouldContain("immutable");
    }

    private static long Position(JsonElement e) => e.GetProperty("position").GetInt64();

    private static TreeHash Hash(string? coded) =>
        TreeHash.TryRead(coded, out var hash) ? hash : throw new FormatException(coded);

    private static VerifierKey Key(string text) =>
        VerifierKey.TryRead(text.TrimEnd('\n'), out var key) ? key : throw new FormatException(text);

    private async Task<IReadOnlyList<JsonElement>> LastEventsAsync(int count)
    {
        await using var source = NpgsqlDataSource.Create(_center.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var head = await ViewProgress.HeadAsync(
            connection,
            CenterUnderTest.Centre,
            TestContext.Current.CancellationToken
        );
        using var events = await _center.CallAsync(HttpMethod.Get, $"/audit/events?after={head - count}&limit={count}");
        return await events.LinesAsync();
    }

    private async Task<(Checkpoint Checkpoint, long Size)> CheckpointAsync(string log)
    {
        await _admin.PollAsync(
            "/audit/log/status",
            status => status.Member("published").GetProperty("size").GetInt64() > 1
        );
        SignedNote.TryRead(await TextAsync($"{log}/checkpoint"), out var note).ShouldBeTrue();
        note.IsSignedBy(Key(await TextAsync($"{log}/key")), LogRoom.SecondOpinion).ShouldBeTrue();
        Checkpoint.TryRead(note.Text, out var checkpoint).ShouldBeTrue();
        return (checkpoint, checkpoint.Size);
    }

    private async Task<string> TextAsync(string path) => Encoding.UTF8.GetString(await BytesAsync(path));

    private async Task<byte[]> BytesAsync(string path)
    {
        using var response = await _center.Http.GetAsync(
            new Uri($"/api/v1{path}", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        response.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }
}
