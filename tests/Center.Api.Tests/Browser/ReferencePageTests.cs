using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Browser;

public sealed class ReferencePageTests(Chromium chromium, TestPostgres postgres)
{
    [Fact]
    public async Task the_reference_is_readable_where_no_other_host_can_be_reached()
    {
        var center = await postgres.SharedCenterAsync();
        var page = await chromium.OpenAsync("en-GB");
        var elsewhere = new ConcurrentQueue<string>();
        var errors = new ConcurrentQueue<string>();
        await page.RouteAsync(
            url => new Uri(url).Scheme != "data" && new Uri(url).Authority != center.BaseAddress.Authority,
            route =>
            {
                elsewhere.Enqueue(route.Request.Url);
                return route.AbortAsync();
            }
        );
        page.Console += (_, said) =>
        {
            if (said.Type == "error")
            {
                errors.Enqueue(said.Text);
            }
        };
        await page.GotoAsync(new Uri(center.BaseAddress, "/docs").ToString());
        await page.WaitForSelectorAsync("text=Issue a key");
        elsewhere.ShouldBeEmpty();
        errors.ShouldBeEmpty();
    }
}
