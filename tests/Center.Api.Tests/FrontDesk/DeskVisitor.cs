using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Browser;
using Xunit;

namespace Center.Api.Tests.FrontDesk;

/// <summary>A visitor of the desk's pages.</summary>
/// <param name="centre">The centre.</param>
internal sealed class DeskVisitor(DeskCentre centre) : PageVisitor(centre.Center)
{
    /// <summary>Signed in by a key of some role.</summary>
    public static async Task<DeskVisitor> AsAsync(DeskCentre centre, string role = "steward", string? scope = null)
    {
        var visitor = new DeskVisitor(centre);
        await visitor.SignInAsync(await centre.KeyAsync(role, scope), "/desk");
        return visitor;
    }

    /// <summary>Fills the form of a page and sends it.</summary>
    public async Task<Seen> FillAsync(string page, string action, params (string Name, string Value)[] fields) =>
        await PostAsync(action, await FormAsync(page, fields));

    /// <summary>Goes where the answer leads.</summary>
    public async Task<Seen> FollowAsync(Task<Seen> sent)
    {
        var answer = await sent;
        Assert.Equal(302, answer.Status);
        return await GetAsync(answer.Location!);
    }

    /// <summary>What a number on a page does, by the place that it stands for.</summary>
    public static KeyValuePair<string, string> NumberOf(Dictionary<string, string> form, string place) =>
        form.Single(field => field.Value.StartsWith($"walk-in {place} ", StringComparison.Ordinal));
}
