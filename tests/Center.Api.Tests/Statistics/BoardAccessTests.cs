using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Api.Statistics.Pages;
using Center.Api.Tests.Infrastructure;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Statistics;

public sealed class BoardAccessTests(TestPostgres postgres)
{
    [Fact]
    public async Task strangers_see_the_board_and_browsers_are_told_to_refuse_all_else()
    {
        var center = await postgres.SharedCenterAsync();
        using var answer = await GetAsync(center, "/");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        (await TextAsync(answer)).ShouldContain("南阳新村街道党群服务中心");
    }

    [Fact]
    public async Task an_unknown_centre_is_not_found()
    {
        using var answer = await GetAsync(await postgres.SharedCenterAsync(), "/?centre=nowhere");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/page.css", "text/css")]
    [InlineData("/day.css", "text/css")]
    [InlineData("/live.js", "text/javascript")]
    [InlineData("/icon.svg", "image/svg+xml")]
    public async Task what_the_page_needs_is_served(string path, string type)
    {
        using var answer = await GetAsync(await postgres.SharedCenterAsync(), path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
    }

    [Fact]
    public async Task a_board_for_the_signed_in_sends_strangers_to_sign_in()
    {
        await using var center = await CenterUnderTest.StartAsync(
            postgres,
            configuration: new Dictionary<string, string?> { ["Center:Board"] = "signed-in" }
        );
        using var page = await GetAsync(center, "/");
        page.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        page.Headers.Location!.ToString().ShouldStartWith("/sign-in");
        using var fragment = await GetAsync(center, "/live/board", "*/*");
        fragment.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var stream = await GetAsync(center, "/live/stream", "text/event-stream");
        stream.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var known = await GetAsync(center, "/live/board", key: center.AdminKey);
        known.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void a_misspelt_setting_ends_the_start()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Center:Board"] = "privat" })
            .Build();
        Should.Throw<StartupFailure>(() => BoardSettings.Of(configuration)).Message.ShouldContain("Center:Board");
    }

    [Fact]
    public async Task whoever_follows_a_figure_to_its_source_is_asked_to_sign_in_and_a_client_is_refused()
    {
        var center = await postgres.SharedCenterAsync();
        using var followed = await GetAsync(center, "/api/v1/figures?measure=bookings", document: true);
        followed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var called = await GetAsync(center, "/api/v1/figures?measure=bookings");
        called.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpResponseMessage> GetAsync(
        CenterUnderTest center,
        string path,
        string accept = "text/html",
        string? key = null,
        bool document = false
    )
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler, disposeHandler: false) { BaseAddress = center.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        if (document)
        {
            request.Headers.Add("Sec-Fetch-Dest", "document");
        }

        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task<string> TextAsync(HttpResponseMessage answer) =>
        answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
