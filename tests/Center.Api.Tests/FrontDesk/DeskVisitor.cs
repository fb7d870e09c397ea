using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Center.Api.Tests.Browser;
using Xunit;

namespace Center.Api.Tests.FrontDesk;

/// <summary>Speaks to the desk's pages as a browser does, and as none would.</summary>
/// <param name="centre">The centre.</param>
internal sealed partial class DeskVisitor(DeskCentre centre) : IDisposable
{
    private readonly HttpClient _http = new(
        new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }
    )
    {
        BaseAddress = centre.Center.BaseAddress,
    };

    /// <summary>Signed in by a key of some role.</summary>
    public static async Task<DeskVisitor> AsAsync(DeskCentre centre, string role = "steward", string? scope = null)
    {
        var visitor = new DeskVisitor(centre);
        var key = await centre.KeyAsync(role, scope);
        await visitor.PostAsync("/sign-in", new() { ["key"] = key, ["to"] = "/desk" });
        return visitor;
    }

    public Task<Seen> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Seen> PostAsync(string path, Dictionary<string, string> form) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) });

    /// <summary>Fills the form of a page and sends it.</summary>
    public async Task<Seen> FillAsync(string page, string action, params (string Name, string Value)[] fields) =>
        await PostAsync(action, await FormAsync(page, fields));

    /// <summary>The form of a page with its token and key, and what is typed into it.</summary>
    public async Task<Dictionary<string, string>> FormAsync(string page, params (string Name, string Value)[] fields)
    {
        var seen = await GetAsync(page);
        var form = Hidden()
            .Matches(seen.Text)
            .GroupBy(match => match.Groups[1].Value)
            .ToDictionary(same => same.Key, same => WebUtility.HtmlDecode(same.First().Groups[2].Value));
        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }

        return form;
    }

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

    public async Task<Seen> SendAsync(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        request.Headers.TryAddWithoutValidation("Accept-Language", "en");
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        request.Dispose();
        return new Seen(
            (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            answer.Headers.Location?.OriginalString
        );
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
