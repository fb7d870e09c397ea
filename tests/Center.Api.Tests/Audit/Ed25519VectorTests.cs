using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Center.Api.Audit;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>Published Ed25519 data against the signing and the checking of the public log; see the README beside them.</summary>
public sealed class Ed25519VectorTests
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web);

    // CCTV's flags of what is no edge case for a checker that refuses points of low order: a low-order part that cancels out.
    private static readonly string[] _harmless = ["low_order_component_A", "low_order_component_R"];

    [Fact]
    public void the_signatures_of_rfc_8032_come_out_as_published_and_hold()
    {
        var cases = Read<SigningCase>("rfc8032");

        cases.Select(one => one.Name).ShouldBe(["TEST 1", "TEST 2", "TEST 3", "TEST 1024", "TEST SHA(abc)"]);
        foreach (var one in cases)
        {
            using var home = new ScratchHome("rfc8032");
            var secret = Convert.ToBase64String(Convert.FromHexString(one.Secret));
            File.WriteAllText(Path.Combine(home.Open().Folder, "log-key"), secret);
            using var key = LogRoom.KeyIn(home.Folder);
            var message = Convert.FromHexString(one.Msg);

            Convert.ToHexStringLower(key.PublicKey.Span).ShouldBe(one.Key, one.Name);
            Convert.ToHexStringLower(key.Sign(message)).ShouldBe(one.Sig, one.Name);
            Holds(one.Key, message, one.Sig).ShouldBeTrue(one.Name);
            Holds(one.Key, [.. message, 0], one.Sig).ShouldBeFalse(one.Name);
        }
    }

    [Fact]
    public void each_case_of_wycheproof_is_judged_as_published()
    {
        var cases = Read<KeyCases>("wycheproof")
            .SelectMany(group => group.Cases.Select(one => (group.Key, Case: one)))
            .ToList();

        cases.Count.ShouldBe(151);
        cases.Count(one => one.Case.Valid).ShouldBe(88);
        foreach (var (key, one) in cases)
        {
            Holds(key, Convert.FromHexString(one.Msg), one.Sig).ShouldBe(one.Valid, $"{one.Id}");
        }
    }

    [Fact]
    public void the_edge_cases_of_cctv_are_judged_by_the_strict_rule()
    {
        var cases = Read<EdgeCase>("cctv");

        cases.Count.ShouldBe(914);
        cases.Count(IsHarmless).ShouldBe(43);
        foreach (var one in cases)
        {
            Holds(one.Key, Encoding.UTF8.GetBytes(one.Msg), one.Sig)
                .ShouldBe(IsHarmless(one), $"{one.Id}: {string.Join(", ", one.Flags)}");
        }
    }

    private static bool IsHarmless(EdgeCase one) => one.Flags.All(_harmless.Contains);

    private static bool Holds(string key, byte[] message, string signature) =>
        LogKey.IsRight(Convert.FromHexString(key), message, Convert.FromHexString(signature));

    private static IReadOnlyList<T> Read<T>(string set) =>
        JsonSerializer.Deserialize<List<T>>(
            File.ReadAllText(Repository.OfTests("Audit", "Vectors", $"ed25519-{set}.json")),
            _options
        )!;

    private sealed record SigningCase(string Name, string Secret, string Key, string Msg, string Sig);

    private sealed record KeyCases(string Key, IReadOnlyList<JudgedCase> Cases);

    private sealed record JudgedCase(int Id, string Msg, string Sig, bool Valid);

    private sealed record EdgeCase(int Id, string Key, string Sig, string Msg, string[] Flags);
}
