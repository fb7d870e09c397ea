using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Audit;
using Center.Api.Plumbing;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Audit;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>Others cosign the public log, over real HTTP, and nothing that they do or do not do holds it up.</summary>
public sealed class WitnessTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Origin = $"localhost/api/v1/audit/log/{CenterUnderTest.Centre}";

    private TestWitness _witness = null!;
    private TestWitness _other = null!;
    private CenterUnderTest _center = null!;
    private CentreClient _admin = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _witness = await TestWitness.StartAsync();
        _other = await TestWitness.StartAsync("witness.example/w2");
    }

    public async ValueTask DisposeAsync()
    {
        if (_center is not null)
        {
            await _center.DisposeAsync();
        }

        await _witness.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task every_witness_cosigns_what_is_published_and_its_line_stands_under_the_checkpoint()
    {
        await StartAsync();
        var status = await CosignedAsync("witness.example/w1", "witness.example/w2");
        await RegisterAsync();
        await CosignedAsync("witness.example/w1", "witness.example/w2");

        var note = await CheckpointAsync();
        Checkpoint.TryRead(note.Text, out var checkpoint).ShouldBeTrue();
        checkpoint.Size.ShouldBe(_witness.Size);
        foreach (var witness in (TestWitness[])[_witness, _other])
        {
            var at = Cosignature.TimeOf(note, witness.Key, LogRoom.SecondOpinion).ShouldNotBeNull();
            (DateTimeOffset.UtcNow - at).ShouldBeLessThan(TimeSpan.FromMinutes(5));
        }

        note.Signatures.Count.ShouldBe(3, "the stranger's line is passed over");
        Of(status, "witness.example/w1").GetProperty("verifierKey").GetString().ShouldBe(_witness.Key.ToString());
        _witness.Asked.First().ShouldBe(0);
        _witness.Asked.Last().ShouldBeGreaterThan(0, "a later checkpoint comes with a proof from the one before");
    }

    [Fact]
    public async Task a_bundle_carries_the_cosignatures_and_the_command_demands_them()
    {
        await StartAsync();
        await CosignedAsync("witness.example/w1", "witness.example/w2");
        var folder = Directory.CreateTempSubdirectory("center-witness-").FullName;
        try
        {
            var (bundle, keys) = (Path.Combine(folder, "bundle.tar"), Path.Combine(folder, "witnesses.txt"));
            using var answer = await _center.CallAsync(HttpMethod.Post, "/audit/exports", "{}");
            await File.WriteAllBytesAsync(bundle, await answer.Content.ReadAsByteArrayAsync(Stopping), Stopping);
            await File.WriteAllLinesAsync(keys, [$"{_witness.Key}", $"{_other.Key}"], Stopping);
            await using var output = new StringWriter();
            (await new VerifyCommand().RunAsync([bundle, "--witness", keys], output)).ShouldBe(0, $"{output}");
            output.ToString().ShouldContain("witness     witness.example/w2: cosigned at 20");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task a_witness_that_knows_another_size_is_asked_again_from_there()
    {
        await StartAsync();
        await CosignedAsync("witness.example/w1");
        _witness.Remember(Origin, 0, default);
        await RegisterAsync();
        await CosignedAsync("witness.example/w1");
        _witness.Asked.Last().ShouldBe(0, "after the refusal, from what the witness says it knows");
        _witness.Asked.Count.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task a_witness_that_has_seen_more_than_was_published_is_told_of()
    {
        await StartAsync();
        await CosignedAsync("witness.example/w1");
        _witness.Remember(Origin, 1_000_000, default);
        await RegisterAsync();
        await FailedAsync("ahead");
    }

    [Theory]
    [InlineData(nameof(WitnessMood.UnknownLog), "unknown-log")]
    [InlineData(nameof(WitnessMood.UntrustedKey), "untrusted-key")]
    [InlineData(nameof(WitnessMood.Unprocessable), "inconsistent")]
    [InlineData(nameof(WitnessMood.SizeOfNothing), "inconsistent")]
    [InlineData(nameof(WitnessMood.Broken), "refused")]
    [InlineData(nameof(WitnessMood.Silent), "timed-out")]
    [InlineData(nameof(WitnessMood.WrongSignature), "wrong-signature")]
    [InlineData(nameof(WitnessMood.OtherKey), "wrong-signature")]
    [InlineData(nameof(WitnessMood.Garbage), "unreadable")]
    [InlineData(nameof(WitnessMood.EndlessAnswer), "unreadable")]
    public async Task a_witness_that_does_not_cosign_is_told_of_and_holds_up_nobody(string mood, string failure)
    {
        _witness.Mood = Enum.Parse<WitnessMood>(mood);
        await StartAsync();
        await FailedAsync(failure);
        await RegisterAsync();
        var status = await CosignedAsync("witness.example/w2");

        status.Member("published").GetProperty("lag").GetInt64().ShouldBe(0);
        var note = await CheckpointAsync();
        Cosignature.TimeOf(note, _witness.Key, LogRoom.SecondOpinion).ShouldBeNull();
        note.Signatures.Count.ShouldBe(2, "the log's and the other witness's");

        _witness.Mood = WitnessMood.Honest;
        var mended = await CosignedAsync("witness.example/w1", "witness.example/w2");
        Of(mended, "witness.example/w1").TryGetProperty("failure", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task a_witness_that_is_not_there_is_told_of()
    {
        await StartAsync("http://127.0.0.1:9/");
        await FailedAsync("unreachable");
        await CosignedAsync("witness.example/w2");
    }

    [Theory]
    [InlineData("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "https://witness.example")]
    [InlineData("", "https://witness.example")]
    [InlineData("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", "ftp://witness.example")]
    [InlineData("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", "witness")]
    public void a_witness_that_is_none_ends_the_start_with_a_sentence(string key, string url)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Center:LogWitnesses:0:Key"] = key,
            ["Center:LogWitnesses:0:Url"] = url,
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        Should.Throw<StartupFailure>(() => Witness.In(configuration));
    }

    private async Task StartAsync(string? address = null)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Center:LogWitnesses:0:Key"] = _witness.Key.ToString(),
            ["Center:LogWitnesses:0:Url"] = address ?? _witness.Address,
            ["Center:LogWitnesses:1:Key"] = _other.Key.ToString(),
            ["Center:LogWitnesses:1:Url"] = _other.Address.TrimEnd('/'),
            ["Center:LogPaceMilliseconds"] = "100",
            ["Center:LogWitnessPauseSeconds"] = "1",
            ["Center:LogWitnessTimeoutSeconds"] = "1",
        };
        _center = await CenterUnderTest.StartAsync(postgres, configuration: settings);
        _admin = new CentreClient(_center.Http, _center.AdminKey);
    }

    private async Task RegisterAsync() => (await _admin.PostAsync("/people", new { ageBand = "adult" })).ShouldBe(201);

    /// <summary>Waits until all that is stored is published, and cosigned by these.</summary>
    private Task<Answer> CosignedAsync(params string[] names) =>
        _admin.PollAsync(
            "/audit/log/status",
            status =>
                status.Member("published").GetProperty("lag").GetInt64() == 0
                && names.All(name => Of(status, name).GetProperty("lag").GetInt64() == 0)
        );

    private Task<Answer> FailedAsync(string failure) =>
        _admin.PollAsync(
            "/audit/log/status",
            status =>
                Of(status, "witness.example/w1").TryGetProperty("failure", out var why) && why.GetString() == failure
        );

    private async Task<SignedNote> CheckpointAsync()
    {
        var text = await _center.Http.GetStringAsync(
            new Uri("/api/v1/audit/log/checkpoint", UriKind.Relative),
            Stopping
        );
        SignedNote.TryRead(text, out var note).ShouldBeTrue();
        return note;
    }

    private static System.Text.Json.JsonElement Of(Answer status, string name) =>
        status.Items("witnesses").Single(one => one.GetProperty("name").GetString() == name);
}
