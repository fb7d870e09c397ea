using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Audit;
using Center.Api.Tests.Audit.Bundles;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Audit;
using Center.Projections.Audit.Bundles;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>
/// Proofs, receipts and bundles name the key that signed the checkpoint that they rest on, also when the log has gone on under
/// another name since.
/// </summary>
public sealed class EpochKeyTests(TestPostgres postgres) : IAsyncLifetime
{
    // One turn at the start, then none by itself: the test says when the next is.
    private static readonly Dictionary<string, string?> _unhurried = new() { ["Center:LogPaceMilliseconds"] = "60000" };

    private CenterUnderTest _center = null!;
    private CentreClient _admin = null!;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _center = await CenterUnderTest.StartAsync(postgres, configuration: _unhurried);
        _admin = new CentreClient(_center.Http, _center.AdminKey);
        await _admin.PollAsync("/audit/log/status", status => Published(status).GetProperty("size").GetInt64() > 0);
    }

    public ValueTask DisposeAsync() => _center.DisposeAsync();

    [Fact]
    public async Task every_proof_names_the_key_that_signed_its_checkpoint()
    {
        var status = await _admin.GetAsync("/audit/log/status");
        var (size, position) = (
            Published(status).GetProperty("size").GetInt64(),
            Published(status).GetProperty("position").GetInt64()
        );
        var first = status.Text("verifierKey");
        await ProvesAsync("", first);

        var opened = await _center
            .Services.GetRequiredService<LogEpochs>()
            .OpenAsync(CenterUnderTest.Centre, EpochReason.Key, Stopping, headIsLost: true);
        opened.Done.ShouldBeTrue(opened.Message);
        var second = (await _admin.GetAsync("/audit/log/status")).Text("verifierKey");
        second.ShouldNotBe(first);

        await ProvesAsync("", first);
        await BundleHoldsAsync(position, first);
        await _center.Services.GetRequiredService<LogSequencer>().RunAsync(CenterUnderTest.Centre, Stopping);
        await ProvesAsync("", second);
        await ProvesAsync($"?size={size}", first);
        await BundleHoldsAsync(position, second);
        (await ReceiptAsync(size)).ShouldContain(first.Replace("+", "&#x2B;", StringComparison.Ordinal));
    }

    private async Task ProvesAsync(string query, string key)
    {
        var answer = (await _admin.GetAsync($"/audit/proofs/leaves/0{query}")).ShouldBe(200);
        answer.Text("verifierKey").ShouldBe(key);
        LeafProof.TryRead(answer.Text("proof"), out var proof).ShouldBeTrue();
        VerifierKey.TryRead(key, out var verifier).ShouldBeTrue();
        var canonical = Encoding.UTF8.GetBytes(answer.Text("canonical"));
        var entry = EventLeaf.Commitment(Convert.FromHexString(answer.Text("salt")), canonical);
        proof.Proves(entry, verifier, LogRoom.SecondOpinion).ShouldBeTrue(query);
    }

    private async Task BundleHoldsAsync(long to, string key)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $$"""{"to": {{to}}}""");
        using var response = await _center.CallAsync(HttpMethod.Post, "/audit/exports", body);
        var path = Path.Combine(Path.GetTempPath(), $"center-epoch-{Guid.NewGuid()}.tar");
        await File.WriteAllBytesAsync(path, await response.Content.ReadAsByteArrayAsync(Stopping), Stopping);
        try
        {
            VerifierKey.TryRead(key, out var verifier).ShouldBeTrue();
            var report = await new BundleCheck(LogRoom.SecondOpinion).RunAsync(path, verifier);
            report.Faults.ShouldBeEmpty();
            report.Key!.ToString().ShouldBe(key);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<string> ReceiptAsync(long size)
    {
        using var visitor = new Browser.PageVisitor(_center);
        await visitor.SignInAsync(_center.AdminKey, "/audit");
        var id = (await _admin.GetAsync("/audit/proofs/leaves/0")).Text("event");
        return (await visitor.GetAsync($"/audit/events/{id}/receipt?size={size}")).Text;
    }

    private static System.Text.Json.JsonElement Published(Answer status) => status.Member("published");
}
