using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Center.Domain.Audit;
using Center.Domain.Kernel;
using Center.Domain.Tests.Kernel;
using CsCheck;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Audit;

public sealed class SampleTests
{
    // Order and first lot were computed by Python: hashlib.sha256(("2026-q4\n" + id).encode()).
    [Fact]
    public void the_smallest_hashes_of_seed_and_id_are_drawn_smallest_first()
    {
        SampleDraw
            .LotOf("2026-q4", IdOf(4))
            .ShouldBe("616c6cdefce5d01c8309470914215055ed404d3af09ebcf87da3416c2e9052cf");

        Draw("2026-q4", 6, Enumerable.Range(1, 6)).ShouldBe([4, 6, 3, 5, 1, 2]);
        Draw("2026-q4", 2, Enumerable.Range(1, 6)).ShouldBe([4, 6]);
    }

    [Fact]
    public void the_order_in_which_events_are_told_and_a_greater_size_change_nothing() =>
        Gen.Select(Gen.Int[1, 40].Array[1, 60], Gen.Int[1, 20], Gen.Int[0, 1000])
            .Sample(
                (told, size, seed) =>
                {
                    var text = seed.ToString(CultureInfo.InvariantCulture);
                    var events = told.Distinct().ToList();
                    var drawn = Draw(text, size, events);
                    Draw(text, size, events.Order().Reverse()).ShouldBe(drawn);
                    Draw(text, size + 5, events).Take(drawn.Count).ShouldBe(drawn);
                    drawn.Count.ShouldBe(Math.Min(size, events.Count));
                }
            );

    [Fact]
    public void over_many_seeds_every_event_is_drawn_about_as_often()
    {
        var times = new int[10];
        for (var seed = 0; seed < 2000; seed++)
        {
            foreach (var position in Draw($"{seed}", 3, Enumerable.Range(0, 10)))
            {
                times[position]++;
            }
        }

        times.ShouldAllBe(count => count > 500 && count < 700);
    }

    [Fact]
    public void a_sample_is_kept_once() => Given().When(state => SampleDecider.Decide(Ask(), state)).Then(Kept());

    [Fact]
    public void what_is_kept_is_not_kept_again() =>
        Given(Kept()).When(state => SampleDecider.Decide(Ask(), state)).ThenNothing();

    [Theory]
    [InlineData("", 5, null)]
    [InlineData("王梅", 5, null)]
    [InlineData("two words", 5, null)]
    [InlineData("seed", 0, null)]
    [InlineData("seed", 501, null)]
    [InlineData("seed", 5, "Wang Mei")]
    [InlineData("seed", 5, "")]
    public void a_seed_with_a_name_a_size_out_of_bounds_and_free_text_are_refused(
        string seed,
        int size,
        string? type
    ) =>
        Given()
            .When(state =>
                SampleDecider.Decide(Ask() with { Seed = seed, Size = size, Criteria = new(type, null, 1, 9) }, state)
            )
            .ThenRefused("invalid-value");

    [Fact]
    public void a_finding_has_a_known_code_and_is_about_one_thing_that_is_there()
    {
        var about = new FindingAbout(Position: 7);
        var ask = new ReportFinding("late-record", FindingSeverity.Minor, about, true);
        var given = Scenario.Of(FindingDecider.Initial, FindingDecider.Evolve, []);
        given
            .When(state => FindingDecider.Decide(ask, state))
            .Then(new FindingReported("late-record", FindingSeverity.Minor, about));
        foreach (
            var wrong in new[]
            {
                ask with
                {
                    Code = "bad",
                },
                ask with
                {
                    About = new FindingAbout(),
                },
                ask with
                {
                    About = new FindingAbout(new SampleId(Guid.Empty), 7),
                },
                ask with
                {
                    Exists = false,
                },
            }
        )
        {
            given.When(state => FindingDecider.Decide(wrong, state)).ThenRefused("invalid-value");
        }
    }

    private static Scenario.Given<SampleDrawn?> Given(params object[] events) =>
        Scenario.Of(SampleDecider.Initial, SampleDecider.Evolve, events);

    private static DrawSample Ask() => new("2026-q4", 2, new SampleCriteria("key.issued", null, 1, 9), 6, [3, 1]);

    private static SampleDrawn Kept() => new("2026-q4", 2, new SampleCriteria("key.issued", null, 1, 9), 6, [3, 1]);

    private static IReadOnlyList<long> Draw(string seed, int size, IEnumerable<int> events)
    {
        var draw = new SampleDraw(seed, size);
        foreach (var number in events)
        {
            draw.Tell(IdOf(number), number);
        }

        return draw.Drawn;
    }

    private static Guid IdOf(int number) => Guid.Parse($"0190a5b2-7c00-7000-8000-{number:x12}");
}
