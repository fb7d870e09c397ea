using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Center.Api.Tests.Browser;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>Speaks to the auditor's pages as a browser does, and as none would.</summary>
/// <param name="centre">The centre.</param>
internal sealed partial class AuditVisitor(AuditCentre centre) : IDisposable
{
    private readonly HttpClient _http = new(
        new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }
    )
    {
        BaseAddress = centre.Center.BaseAddress,
    };

    /// <summary>Signed in by a key of some role.</summary>
    public static async Task<AuditVisitor> AsAsync(AuditCentre centre, string role = "auditor")
    {
        var visitor = new AuditVisitor(centre);
        await visitor.PostAsync("/sign-in", new() { ["key"] = await centre.KeyAsync(role), ["to"] = "/audit" });
        return visitor;
    }

    public Task<Seen> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Seen> PostAsync(string path, Dictionary<string, string> form) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) });

    /// <summary>A form of the first page with its token and key, and what is typed into it.</summary>
    public async Task<Dictionary<string, string>> FormAsync(params (string Name, string Value)[] fields)
    {
        var seen = await GetAsync("/audit");
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

    private async Task<Seen> SendAsync(HttpRequestMessage request)
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

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
