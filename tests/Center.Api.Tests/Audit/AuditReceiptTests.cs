using System;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Audit;
using Center.Api.Plumbing.Pages;
using Center.Domain.Audit;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>The proof of one event on a sheet of paper.</summary>
public sealed class AuditReceiptTests(AuditCentre centre) : IClassFixture<AuditCentre>
{
    [Fact]
    public async Task the_receipt_says_all_that_the_proof_says_and_its_code_is_checked_by_itself()
    {
        var id = await EventAsync();
        var answer = (await centre.Client.GetAsync($"/audit/proofs/events/{id}")).ShouldBe(200);
        using var visitor = await AuditVisitor.AsAsync(centre);
        var seen = await visitor.GetAsync($"/audit/events/{id}/receipt?size={answer.Number("size")}");
        seen.Status.ShouldBe(200);
        var text = WebUtility.HtmlDecode(seen.Text);
        foreach (var member in new[] { "salt", "entry", "leafHash", "root", "verifierKey", "event" })
        {
            text.ShouldContain($"<code>{answer.Text(member)}</code>", Case.Sensitive, member);
        }

        foreach (var hash in answer.Items("path"))
        {
            text.ShouldContain($"<li><code>{hash.GetString()}</code>");
        }

        LeafProof.TryRead(answer.Text("proof"), out var proof).ShouldBeTrue();
        byte[] opening =
        [
            .. Convert.FromHexString(answer.Text("salt")),
            .. Encoding.UTF8.GetBytes(answer.Text("canonical")),
        ];
        var scanned = (proof with { Extra = opening }).ToString();
        seen.Text.ShouldContain(QrPicture.Of(scanned)!.Path);
        seen.Text.ShouldContain("The whole proof");
        await ProvesAsync(scanned, id);
    }

    [Fact]
    public void what_a_telephone_could_not_read_is_not_drawn()
    {
        QrPicture.Of(new string('a', QrPicture.MostBytes))!.Side.ShouldBeLessThan(170);
        QrPicture.Of(new string('a', QrPicture.MostBytes + 1)).ShouldBeNull();
    }

    [Fact]
    public async Task an_event_that_is_too_long_for_the_code_has_its_proof_alone_there()
    {
        using var rules = await centre.Center.CallAsync(
            System.Net.Http.HttpMethod.Get,
            "/audit/events?type=booking-rules.adopted"
        );
        var id = (await rules.LinesAsync())[0].GetProperty("id").GetString();
        await centre.PublishedAsync();
        using var visitor = await AuditVisitor.AsAsync(centre);
        var seen = await visitor.GetAsync($"/audit/events/{id}/receipt");
        seen.Status.ShouldBe(200);
        seen.Text.ShouldContain("too long for the code");
        seen.Text.ShouldContain("class=\"qr\"");
    }

    [Fact]
    public async Task an_event_is_found_by_its_id()
    {
        var id = await EventAsync();
        using var visitor = await AuditVisitor.AsAsync(centre);
        (await visitor.GetAsync($"/audit/find?q={id}")).Location.ShouldBe($"/audit/events/{id}/receipt");
    }

    [Theory]
    [InlineData("0", 400)]
    [InlineData("1", 400)]
    [InlineData("900000000000", 400)]
    public async Task a_tree_that_has_not_the_leaf_is_told_on_a_page(string size, int status)
    {
        var id = await EventAsync();
        using var visitor = await AuditVisitor.AsAsync(centre);
        (await visitor.GetAsync($"/audit/events/{id}/receipt?size={size}")).Status.ShouldBe(status);
    }

    [Fact]
    public async Task what_never_happened_has_no_receipt()
    {
        using var visitor = await AuditVisitor.AsAsync(centre);
        var seen = await visitor.GetAsync($"/audit/events/{Guid.NewGuid()}/receipt");
        seen.Status.ShouldBe(404);
        seen.Text.ShouldContain("There is no such stream, event, person or replay.");
        (await visitor.GetAsync("/audit/events/x/receipt")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task an_event_that_was_changed_in_the_database_gets_no_receipt()
    {
        var id = await EventAsync();
        await ExecuteAsync(
            $"update center.mt_events set data = data || '{{\"reasonCode\":\"well\"}}' where id = '{id}'"
        );
        using var visitor = await AuditVisitor.AsAsync(centre);
        var seen = await visitor.GetAsync($"/audit/events/{id}/receipt");
        await ExecuteAsync(
            $"update center.mt_events set data = data || '{{\"reasonCode\":\"ill\"}}' where id = '{id}'"
        );
        seen.Status.ShouldBe(409);
        seen.Text.ShouldContain("somebody changed the database afterwards");
        (await visitor.GetAsync($"/audit/events/{id}/receipt")).Status.ShouldBe(200);
    }

    /// <summary>An event that a checkpoint covers.</summary>
    /// <returns>Its id.</returns>
    private async Task<string> EventAsync()
    {
        var events = await centre.EventsAsync(await centre.StoryAsync());
        await centre.PublishedAsync();
        return events[^1].GetProperty("id").GetString()!;
    }

    // As whoever scans it would: with the text, the log's key from elsewhere, and nothing else.
    private async Task ProvesAsync(string scanned, string id)
    {
        using var published = await centre.Center.CallAsync(System.Net.Http.HttpMethod.Get, "/audit/log/key");
        var text = await published.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        VerifierKey.TryRead(text.Trim(), out var key).ShouldBeTrue();
        LeafProof.TryRead(scanned, out var proof).ShouldBeTrue();
        var opening = proof.Extra.ToArray();
        proof.Proves(SHA256.HashData(opening), key, LogRoom.SecondOpinion).ShouldBeTrue();
        using var told = JsonDocument.Parse(opening.AsMemory(16));
        told.RootElement.GetProperty("id").GetString().ShouldBe(id);
        opening[^2] ^= 1;
        proof.Proves(SHA256.HashData(opening), key, LogRoom.SecondOpinion).ShouldBeFalse();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(centre.Center.ConnectionString);
        await using var command = source.CreateCommand(sql);
        (await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }
}
