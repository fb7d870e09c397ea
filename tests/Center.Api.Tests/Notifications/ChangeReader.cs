using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;

namespace Center.Api.Tests.Notifications;

/// <summary>Follows the change feed with one credential, as an application does: it keeps nothing but the position.</summary>
/// <param name="clients">The same credential at one node or several; they are asked in turn.</param>
internal sealed class ChangeReader(params CentreClient[] clients)
{
    private int _calls;

    public long After { get; private set; }

    /// <summary>Everything that was handed out, in the order in which it was.</summary>
    public List<ChangeSeen> Seen { get; } = [];

    /// <summary>Goes to the end of the log without reading it.</summary>
    public async Task<ChangeReader> FromNowAsync()
    {
        After = (await clients[0].GetAsync("/changes?after=now")).ShouldBe(200).Member("next").GetInt64();
        return this;
    }

    /// <summary>Asks once.</summary>
    public async Task<IReadOnlyList<ChangeSeen>> ReadAsync(int limit = 200, int wait = 0)
    {
        var client = clients[_calls++ % clients.Length];
        var answer = (await client.GetAsync($"/changes?after={After}&limit={limit}&wait={wait}")).ShouldBe(200);
        After = answer.Member("next").GetInt64();
        var read = answer.Items().Select(ChangeSeen.Of).ToList();
        Seen.AddRange(read);
        return read;
    }

    /// <summary>Reads to the end of the log.</summary>
    public async Task<IReadOnlyList<ChangeSeen>> ReadAllAsync()
    {
        var before = Seen.Count;
        long last;
        do
        {
            last = After;
            await ReadAsync(1000);
        } while (After > last);

        return Seen[before..];
    }
}

/// <summary>A change as it was handed out.</summary>
internal sealed record ChangeSeen(long Position, string Type, string Kind, string Id, string? Href)
{
    public static ChangeSeen Of(JsonElement item) =>
        new(
            item.GetProperty("position").GetInt64(),
            item.GetProperty("type").GetString()!,
            item.GetProperty("kind").GetString()!,
            item.GetProperty("id").GetString()!,
            item.TryGetProperty("href", out var href) ? href.GetString() : null
        );
}
