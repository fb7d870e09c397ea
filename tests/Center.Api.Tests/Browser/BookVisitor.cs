using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace Center.Api.Tests.Browser;

/// <summary>Speaks to the booking pages as a resident's browser does, and as none would.</summary>
/// <param name="centre">The centre.</param>
internal sealed partial class BookVisitor(BookCentre centre) : IDisposable
{
    private readonly HttpClient _http = new(
        new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }
    )
    {
        BaseAddress = centre.Center.BaseAddress,
    };

    /// <summary>The person, once signed in.</summary>
    public string Person { get; private set; } = null!;

    public static async Task<BookVisitor> SignedInAsync(BookCentre centre)
    {
        var visitor = new BookVisitor(centre);
        (visitor.Person, var link) = await centre.ResidentAsync();
        await visitor.PostAsync(link, []);
        return visitor;
    }

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

    /// <summary>The token of a page of this session.</summary>
    public async Task<string> TokenAsync()
    {
        var page = await GetAsync("/book?q=reading&date=2026-11-25");
        return WebUtility.HtmlDecode(Token().Match(page.Text).Groups[1].Value);
    }

    /// <summary>A form that holds a place.</summary>
    public async Task<Dictionary<string, string>> HoldAsync(string facility, string day, string from, string to) =>
        new()
        {
            ["form-token"] = await TokenAsync(),
            ["once"] = Guid.NewGuid().ToString(),
            ["facility"] = facility,
            ["start"] = $"{day}T{from}:00+08:00",
            ["end"] = $"{day}T{to}:00+08:00",
            ["people"] = "1",
        };

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"form-token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

/// <summary>What the visitor got.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">The body.</param>
/// <param name="Location">Where it is sent, or null.</param>
internal sealed record Seen(int Status, string Text, string? Location);
