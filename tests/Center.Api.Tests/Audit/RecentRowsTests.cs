using System.Linq;
using Center.Domain.People;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Center.Projections.People;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>What a replay remembers of its rows between pages.</summary>
public sealed class RecentRowsTests
{
    [Fact]
    public void what_is_asked_for_stays_and_the_rest_is_forgotten()
    {
        var recent = new RecentRows(10);
        foreach (var i in Enumerable.Range(0, 1000))
        {
            recent.Keep(Key(i), Row(i));
            recent.TryFind(Key(0), out var row).ShouldBeTrue();
            row.ShouldBe(Row(0));
        }

        Enumerable.Range(0, 1000).Count(i => recent.TryFind(Key(i), out _)).ShouldBeInRange(10, 20);
    }

    [Fact]
    public void a_row_is_as_it_was_kept_last_and_one_that_is_gone_is_known_to_be()
    {
        var recent = new RecentRows(2);
        recent.Keep(Key(1), Row(1));
        recent.Keep(Key(2), Row(2));
        recent.Keep(Key(3), Row(3));
        recent.Keep(Key(1), null);

        recent.TryFind(Key(1), out var gone).ShouldBeTrue();
        gone.ShouldBeNull();
    }

    [Fact]
    public void no_written_key_is_ever_missed_and_few_others_are_suspected()
    {
        var written = new WrittenKeys();
        foreach (var i in Enumerable.Range(0, 100_000))
        {
            written.Add(Key(i));
        }

        Enumerable.Range(0, 100_000).ShouldAllBe(i => written.MayHold(Key(i)) && written.Add(Key(i)));
        Enumerable.Range(100_000, 100_000).Count(i => written.MayHold(Key(i))).ShouldBeLessThan(2000);
    }

    private static RowKey Key(int i) => new(typeof(PersonRow), $"{i}");

    private static PersonRow Row(int i) => new($"{i}", PersonDecider.Initial, i);
}
