using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Audit;
using Center.Projections.Audit.Bundles;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit.Bundles;

/// <summary>Whatever becomes of a bundle on its way, by accident or by somebody who knows the form, is found and located.</summary>
public sealed class BundleDamageTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Leaves = "leaves/000000000000.txt";
    private const int Flips = 2000;
    private const int Seed = 20261124;

    private BundleRoom _room = null!;
    private byte[] _bundle = null!;

    public async ValueTask InitializeAsync()
    {
        _room = await BundleRoom.CreateAsync(postgres);
        await _room.LiveAsync(6);
        await _room.Log.Database.FollowAsync();
        _bundle = await _room.ExportAsync(figures: true);
        (await _room.CheckAsync(_bundle)).Faults.ShouldBeEmpty();
    }

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task a_flipped_bit_anywhere_is_found_and_its_place_is_named()
    {
        var files = BundleRoom.FilesOf(_bundle);
        var chance = new Random(Seed);
        for (var i = 0; i < Flips; i++)
        {
            var at = chance.Next(_bundle.Length);
            var flipped = (byte[])_bundle.Clone();
            flipped[at] ^= (byte)(1 << chance.Next(8));

            var faults = (await _room.CheckAsync(flipped)).Faults;

            var place = $"byte {at}, seed {Seed}";
            faults.ShouldNotBeEmpty(place);
            var hit = files.FirstOrDefault(file => file.At <= at && at < file.At + file.Content.Length);
            var named = hit.Name ?? BundleFiles.Archive;
            faults
                .Any(fault => fault.File == named || fault.What.Contains(named, StringComparison.Ordinal))
                .ShouldBeTrue($"{place} in {named}: {string.Join("; ", faults)}");
            if (hit.Name is not null && BundleNames.IsLeaves(hit.Name))
            {
                var line = hit.Content.AsSpan(0, (int)(at - hit.At)).Count((byte)'\n') + 1;
                faults[0].Line.ShouldBe(line, place);
            }
        }
    }

    [Fact]
    public async Task a_bundle_cut_off_anywhere_is_found()
    {
        var chance = new Random(Seed);
        var lengths = Enumerable
            .Range(0, 150)
            .Select(_ => chance.Next(_bundle.Length))
            .Append(0)
            .Append(_bundle.Length - 1);
        foreach (var length in lengths)
        {
            var report = await _room.CheckAsync(_bundle[..length]);

            report.Faults.ShouldContain(fault => fault.File == BundleFiles.Archive, $"{length} bytes");
            report.Faults.ShouldContain(fault => fault.At <= length || fault.What == "is missing", $"{length} bytes");
        }
    }

    [Fact]
    public async Task something_behind_the_end_is_found()
    {
        (await _room.CheckAsync([.. _bundle, 0])).Faults.ShouldHaveSingleItem().File.ShouldBe(BundleFiles.Archive);
        (await _room.CheckAsync([.. _bundle, .. "more"u8])).Faults.ShouldHaveSingleItem().At.ShouldNotBeNull();
    }

    [Fact]
    public async Task swapped_doubled_and_missing_lines_are_found_by_their_line()
    {
        await LineIsFoundAsync(4, lines => (lines[3], lines[4]) = (lines[4], lines[3]));
        await LineIsFoundAsync(6, lines => lines.Insert(5, lines[4]));
        await LineIsFoundAsync(3, lines => lines.RemoveAt(2));
        await LineIsFoundAsync(2, lines => lines[1] = lines[1].ToUpperInvariant());
        await LineIsFoundAsync(2, lines => lines[1] = " " + lines[1]);
        await LineIsFoundAsync(2, lines => lines[1] = string.Empty);
    }

    [Fact]
    public async Task lines_missing_at_the_end_are_found()
    {
        var faults = await FaultsAsync(Leaves, text => text[..(text.TrimEnd('\n').LastIndexOf('\n') + 1)]);

        faults.ShouldNotBeEmpty();
        faults.ShouldContain(fault => fault.What.Contains("end", StringComparison.Ordinal));
    }

    [Fact]
    public async Task an_event_that_was_forged_with_a_right_commitment_is_not_under_the_signed_root()
    {
        var faults = await FaultsAsync(
            Leaves,
            text =>
            {
                var lines = text.Split('\n');
                var words = lines[1].Split(' ', 4);
                words[3] = words[3].Replace("adult", "senior", StringComparison.Ordinal);
                var entry = EventLeaf.Commitment(Convert.FromHexString(words[2]), Encoding.UTF8.GetBytes(words[3]));
                words[1] = Convert.ToHexStringLower(entry);
                lines[1] = string.Join(' ', words);
                return string.Join('\n', lines);
            }
        );

        faults.ShouldHaveSingleItem().File.ShouldBe(BundleNames.Proof);
    }

    [Fact]
    public async Task figures_that_do_not_follow_from_the_events_are_found()
    {
        var faults = await FaultsAsync(
            BundleNames.Figures,
            text =>
            {
                var figures = JsonNode.Parse(text)!;
                var total = figures["figures"]!["total"]!;
                total["bookings"] = total["bookings"]!.GetValue<long>() + 1;
                figures["events"]!["person.registered.v1"] = 1;
                return $"{figures.ToJsonString()}\n";
            }
        );

        faults.Count.ShouldBe(2);
        faults.ShouldAllBe(fault => fault.File == BundleNames.Figures);
    }

    [Fact]
    public async Task a_checkpoint_of_another_log_is_not_taken()
    {
        await using var other = await BundleRoom.CreateAsync(postgres);
        await other.LiveAsync(6);
        var foreign = BundleRoom
            .FilesOf(await other.ExportAsync())
            .ToDictionary(file => file.Name, file => file.Content);

        var one = await CheckWithAsync((BundleNames.Checkpoint, foreign[BundleNames.Checkpoint]));
        var both = await CheckWithAsync(
            (BundleNames.Checkpoint, foreign[BundleNames.Checkpoint]),
            (BundleNames.Key, foreign[BundleNames.Key])
        );

        one.ShouldContain(fault => fault.File == BundleNames.Checkpoint);
        both.ShouldHaveSingleItem().File.ShouldBe(BundleNames.Proof);
    }

    [Fact]
    public async Task a_bundle_that_was_made_whole_with_another_key_fails_against_the_known_key()
    {
        await using var other = await BundleRoom.CreateAsync(postgres);
        await other.LiveAsync(1);
        var key = (await _room.Log.StateAsync()).VerifierKey;
        var forged = await other.ExportAsync();
        (await other.CheckAsync(forged)).Faults.ShouldBeEmpty();

        var faults = (await other.CheckAsync(forged, key)).Faults;

        faults.Select(fault => fault.File).ShouldBe([BundleNames.Key, BundleNames.Checkpoint]);
        (await _room.CheckAsync(_bundle, key)).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_claim_to_cover_more_than_is_there_is_found()
    {
        var faults = await FaultsAsync(
            BundleNames.Head,
            text =>
            {
                var head = JsonNode.Parse(text)!;
                head["to"] = head["to"]!.GetValue<long>() + 1;
                return $"{head.ToJsonString()}\n";
            }
        );

        faults.ShouldContain(fault => fault.What.Contains("missing at the end", StringComparison.Ordinal));
    }

    private async Task LineIsFoundAsync(long line, Action<List<string>> change)
    {
        var faults = await FaultsAsync(
            Leaves,
            text =>
            {
                var lines = text.TrimEnd('\n').Split('\n').ToList();
                change(lines);
                return string.Join('\n', lines) + "\n";
            }
        );
        faults[0].File.ShouldBe(Leaves);
        faults[0].Line.ShouldBe(line);
    }

    // The sums are made right again each time: they are no help against somebody who knows them.
    private Task<IReadOnlyList<BundleFault>> FaultsAsync(string name, Func<string, string> change)
    {
        var content = BundleRoom.FilesOf(_bundle).Single(file => file.Name == name).Content;
        return CheckWithAsync((name, Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(content)))));
    }

    private async Task<IReadOnlyList<BundleFault>> CheckWithAsync(params (string Name, byte[] Content)[] changed)
    {
        var files = BundleRoom
            .FilesOf(_bundle)
            .Select(file =>
                (
                    file.Name,
                    changed.Where(one => one.Name == file.Name).Select(one => one.Content).FirstOrDefault(file.Content)
                )
            );
        return (await _room.CheckAsync(BundleRoom.Pack(files))).Faults;
    }
}
