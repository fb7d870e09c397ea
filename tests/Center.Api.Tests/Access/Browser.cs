using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace Center.Api.Tests.Access;

/// <summary>A browser that keeps one cookie and follows nothing by itself.</summary>
/// <param name="address">The service.</param>
internal sealed class Browser(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = address,
    };

    /// <summary>The cookie as it is sent back: name and value.</summary>
    public string? Cookie { get; set; }

    public Task<Page> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Sends a form, as a page of this service would unless the headers say otherwise.</summary>
    public Task<Page> PostAsync(
        string path,
        Dictionary<string, string>? form = null,
        params (string Name, string Value)[] headers
    ) => SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form ?? []), headers);

    public async Task<Page> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (Cookie is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", Cookie);
        }

        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var set = answer.Headers.TryGetValues("Set-Cookie", out var values) ? values.Single() : null;
        if (set is not null)
        {
            Cookie = set.Split(';')[0];
        }

        return new Page(
            (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            answer.Headers.Location?.OriginalString,
            set
        );
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What the browser got.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">The body.</param>
/// <param name="Location">Where it is sent, or null.</param>
/// <param name="SetCookie">The cookie with its flags, or null.</param>
internal sealed record Page(int Status, string Text, string? Location, string? SetCookie);
