using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Kernel;

namespace Center.Domain.Volunteering;

/// <summary>
/// How minutes are counted. Time lies on a grid of whole minutes (the seconds of both ends are cut off), so that a
/// service split at midnight or seen in pieces has the same minutes as the whole.
/// <list type="bullet">
/// <item>A break is taken from the end of its own entry; what remains is the time served.</item>
/// <item>A day's minutes are the union of the time served, never the sum, and at most the cap.</item>
/// <item>Then signed adjustments count; the result stays between zero and the cap.</item>
/// <item>A minute that several entries claim falls to the stronger evidence, then to the earlier start, then to the
/// smaller id. What the cap cuts off is taken from the weakest first. What an adjustment takes beyond its own entry's
/// minutes is taken from the weakest too.</item>
/// </list>
/// </summary>
public static class ServiceTime
{
    /// <summary>A stretch of whole minutes, end exclusive, counted from the year 1 in UTC.</summary>
    /// <param name="Start">First minute.</param>
    /// <param name="End">Minute after the last.</param>
    public readonly record struct Stretch(long Start, long End)
    {
        /// <summary>Minutes in it; zero when the end does not lie after the start.</summary>
        public int Length => checked((int)Math.Max(0, End - Start));
    }

    /// <summary>A window on the grid of whole minutes.</summary>
    /// <param name="window">Any window.</param>
    public static Stretch Of(TimeWindow window) => new(MinuteOf(window.Start), MinuteOf(window.End));

    /// <summary>The time served: the window without the break at its end.</summary>
    /// <param name="service">What was done.</param>
    public static Stretch Served(ServiceDone service)
    {
        ArgumentNullException.ThrowIfNull(service);
        var whole = Of(service.Window);
        return whole with { End = Math.Max(whole.Start, whole.End - service.BreakMinutes.Value) };
    }

    /// <summary>The credited minutes of a day.</summary>
    /// <param name="credited">The credited entries, in any order.</param>
    /// <param name="cap">Most minutes of the day.</param>
    public static Minutes Credited(IReadOnlyList<ServiceEntry> credited, Minutes cap)
    {
        ArgumentNullException.ThrowIfNull(credited);
        var served = Math.Min(Union(credited.Select(entry => Served(entry.Service))), cap.Value);
        return new Minutes(Math.Clamp(served + credited.Sum(Adjusted), 0, cap.Value));
    }

    /// <summary>The credited minutes of a day, entry by entry, strongest first; the sum is <see cref="Credited"/>.</summary>
    /// <param name="credited">The credited entries, in any order.</param>
    /// <param name="cap">Most minutes of the day.</param>
    public static IReadOnlyList<CreditedShare> Attribute(IReadOnlyList<ServiceEntry> credited, Minutes cap)
    {
        ServiceEntry[] ranked =
        [
            .. credited.OrderBy(e => e.Evidence).ThenBy(e => e.Service.Window.Start).ThenBy(e => e.Id.Value),
        ];
        var shares = Claims([.. ranked.Select(entry => Served(entry.Service))]);
        TakeFromWeakest(shares, shares.Sum() - cap.Value);
        var missing = 0;
        for (var i = 0; i < shares.Length; i++)
        {
            var adjusted = shares[i] + Adjusted(ranked[i]);
            missing += Math.Max(0, -adjusted);
            shares[i] = Math.Max(0, adjusted);
        }

        TakeFromWeakest(shares, missing);
        TakeFromWeakest(shares, shares.Sum() - cap.Value);
        return [.. ranked.Select((entry, i) => new CreditedShare(entry, new Minutes(shares[i])))];
    }

    private static int Adjusted(ServiceEntry entry) => entry.Adjustments.Sum(adjustment => adjustment.Minutes);

    private static int Union(IEnumerable<Stretch> stretches)
    {
        var minutes = 0;
        var reached = long.MinValue;
        foreach (var stretch in stretches.OrderBy(s => s.Start))
        {
            minutes += new Stretch(Math.Max(stretch.Start, reached), stretch.End).Length;
            reached = Math.Max(reached, stretch.End);
        }

        return minutes;
    }

    // Between two neighbouring marks nothing starts or ends, so the first in rank that covers such a piece gets it whole.
    private static int[] Claims(Stretch[] ranked)
    {
        var claims = new int[ranked.Length];
        long[] marks = [.. ranked.SelectMany(s => new[] { s.Start, s.End }).Distinct().Order()];
        for (var i = 0; i + 1 < marks.Length; i++)
        {
            var piece = new Stretch(marks[i], marks[i + 1]);
            var owner = Array.FindIndex(ranked, s => s.Start <= piece.Start && piece.End <= s.End);
            if (owner >= 0)
            {
                claims[owner] += piece.Length;
            }
        }

        return claims;
    }

    private static void TakeFromWeakest(int[] shares, int minutes)
    {
        for (var i = shares.Length - 1; i >= 0 && minutes > 0; i--)
        {
            var taken = Math.Min(shares[i], minutes);
            shares[i] -= taken;
            minutes -= taken;
        }
    }

    private static long MinuteOf(DateTimeOffset instant) => instant.UtcTicks / TimeSpan.TicksPerMinute;
}
