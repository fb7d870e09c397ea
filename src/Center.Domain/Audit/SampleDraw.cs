using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace Center.Domain.Audit;

/// <summary>
/// Draws by a seed: an event's lot is SHA-256 of the seed, a line feed and the event's id as it is written (UTF-8), and
/// those with the smallest lots are drawn, the smallest first. Each event has the same chance, and the order in which they
/// are told changes nothing.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="size">Most that are drawn, at least 1.</param>
public sealed class SampleDraw(string seed, int size)
{
    // The greatest lot comes out first, so that of all told only the smallest stay.
    private readonly PriorityQueue<(string Lot, long Position), string> _drawn = new(
        Comparer<string>.Create((one, other) => string.CompareOrdinal(other, one))
    );

    /// <summary>How many events were told.</summary>
    public long Told { get; private set; }

    /// <summary>Positions of the drawn, by their lots.</summary>
    public IReadOnlyList<long> Drawn =>
        [
            .. _drawn
                .UnorderedItems.Select(item => item.Element)
                .OrderBy(item => item.Lot, StringComparer.Ordinal)
                .Select(item => item.Position),
        ];

    /// <summary>The lot of an event, in hex.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="event">Id of the event.</param>
    public static string LotOf(string seed, Guid @event) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{@event:D}")));

    /// <summary>Tells one event; each is told once.</summary>
    /// <param name="event">Its id.</param>
    /// <param name="position">Its position.</param>
    public void Tell(Guid @event, long position)
    {
        Told++;
        var lot = LotOf(seed, @event);
        if (_drawn.Count < size)
        {
            _drawn.Enqueue((lot, position), lot);
        }
        else
        {
            _drawn.EnqueueDequeue((lot, position), lot);
        }
    }
}
