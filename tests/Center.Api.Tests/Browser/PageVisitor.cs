using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Xunit;

namespace Center.Api.Tests.Browser;

/// <summary>Speaks to pages as a browser does, and as none would; keeps cookies, follows nothing by itself.</summary>
/// <param name="center">The service.</param>
internal partial class PageVisitor(CenterUnderTest center) : IDisposable
{
    private readonly HttpClient _http = new(
        new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }
    )
    {
        BaseAddress = center.BaseAddress,
    };

    public Task<Seen> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Seen> PostAsync(string path, Dictionary<string, string> form) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) });

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

    /// <summary>Signs in by a key.</summary>
    public Task<Seen> SignInAsync(string key, string to) => PostAsync("/sign-in", new() { ["key"] = key, ["to"] = to });

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

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}

/// <summary>What the visitor got.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">The body.</param>
/// <param name="Location">Where it is sent, or null.</param>
internal sealed record Seen(int Status, string Text, string? Location);
