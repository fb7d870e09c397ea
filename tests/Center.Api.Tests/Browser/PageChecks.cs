using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shouldly;

namespace Center.Api.Tests.Browser;

/// <summary>What is asked of every page.</summary>
internal static class PageChecks
{
    /// <summary>No fault that axe finds (WCAG), and nothing that reaches beyond the width of the screen.</summary>
    /// <param name="page">The page.</param>
    /// <param name="name">What it is called when it fails.</param>
    /// <param name="width">Width of the screen in CSS pixels.</param>
    public static async Task ShouldKeepNobodyOutAsync(this IPage page, string name, int width)
    {
        var found = await page.RunAxe();
        found
            .Violations.SelectMany(violation => violation.Nodes.Select(node => $"{name}: {violation.Id}: {node.Html}"))
            .ShouldBeEmpty();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, name);
    }

    /// <summary>What is to be touched and is lower than 44 CSS pixels.</summary>
    public static Task<string[]> SmallTargetsAsync(this IPage page) =>
        page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("a:not(.skip), button, select, summary, input:not([type=hidden], [type=radio])")]
              .filter(target => target.getClientRects().length > 0 && target.getBoundingClientRect().height < 44)
              .map(target => target.outerHTML.slice(0, 80))
            """
        );

    /// <summary>Takes a picture for human eyes, where a folder for them is named.</summary>
    public static async Task PictureAsync(this IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("CENTER_PICTURES") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }
}
