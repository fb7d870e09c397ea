using System;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Projections.EventStore;

namespace Center.Api.Access;

/// <summary>Issues keys for whoever works at the machine itself.</summary>
/// <param name="works">Opens transactions.</param>
/// <param name="keys">Issues keys.</param>
internal sealed class ConsoleKeys(WorkFactory works, KeyIssuing keys)
{
    /// <param name="centre">The centre.</param>
    /// <param name="wanted">The key.</param>
    /// <param name="secret">Its secret, or null for a new one.</param>
    /// <param name="stopping">Gives up.</param>
    /// <returns>The key, or a refusal.</returns>
    public async Task<NewKey> IssueAsync(string centre, WantedKey wanted, string? secret, CancellationToken stopping)
    {
        var caller = Caller.Console(centre);
        var request = Guid.CreateVersion7().ToString();
        var context = new EventContext(caller.Subject, "admin", caller.Channel, request, request);
        await using var work = await works.BeginAsync(centre, context, stopping);
        var key = await keys.IssueAsync(new Command(work, caller, null), wanted, secret);
        if (key.Refusal is null)
        {
            await work.CommitAsync();
        }

        return key;
    }
}
