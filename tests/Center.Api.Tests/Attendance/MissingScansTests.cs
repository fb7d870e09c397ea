using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Audit;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Kernel;
using Center.Projections.Attendance;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Attendance;

/// <summary>Which of a device's numbers are told to be missing.</summary>
public sealed class MissingScansTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly DeviceId _device = new(Guid.Parse("0190a5b2-7c00-7000-8000-000000000003"));

    private AuditDatabase _database = null!;
    private int _kept;

    public async ValueTask InitializeAsync() => _database = await AuditDatabase.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task whatever_the_order_it_is_what_lies_between_and_never_came(int seed)
    {
        var chance = new Random(seed);
        // Some numbers never come, some come twice.
        var coming = Enumerable.Range(5, 80).SelectMany(seq => Enumerable.Repeat((long)seq, chance.Next(3))).ToArray();
        chance.Shuffle(coming);
        var arrived = new SortedSet<long>();
        for (var at = 0; at < coming.Length; )
        {
            long[] upload = [.. coming.Skip(at).Take(chance.Next(1, 6))];
            at += upload.Length;
            arrived.UnionWith(upload);

            var missing = await KeepAsync(upload);

            missing.ShouldBe(Between(arrived.Min, arrived.Max).Where(seq => !arrived.Contains(seq)));
        }
    }

    [Fact]
    public async Task what_lies_far_back_is_told_no_more_nor_more_than_a_thousand_at_a_time()
    {
        (await KeepAsync(1, 3)).ShouldBe([2]);
        (await KeepAsync(10_001)).ShouldBe([2, .. Between(4, 1002)]);
        (await KeepAsync(10_004, 10_006)).ShouldBe(Between(10_002, 10_003).Append(10_005));
        (await KeepAsync()).ShouldBe([10_002, 10_003, 10_005]);
    }

    private static IEnumerable<long> Between(long first, long last)
    {
        for (var seq = first; seq <= last; seq++)
        {
            yield return seq;
        }
    }

    private async Task<IReadOnlyList<long>> KeepAsync(params long[] seqs)
    {
        await using var work = await _database.BeginAsync();
        var receipts = seqs.Select(seq => new ScanReceipt($"scan-{++_kept}", seq, "roll/one", null, [])).ToList();
        var missing = await new ScanReceipts(work, _device).KeepAsync(receipts);
        await work.CommitAsync();
        return missing;
    }
}
