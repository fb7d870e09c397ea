using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Browser;

/// <summary>From page to page; what is looked at afterwards is never the page before.</summary>
internal static class Paging
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>Clicks what leads to another page, and waits until that is there.</summary>
    public static Task FollowAsync(this IPage page, string selector) =>
        page.LeadsOnAsync(() => page.ClickAsync(selector));

    /// <summary>Does what leads to another page, and waits until that is there.</summary>
    public static async Task LeadsOnAsync(this IPage page, Func<Task> act)
    {
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Loaded(object? sender, IPage next) => loaded.TrySetResult();
        page.Load += Loaded;
        try
        {
            await act();
            await loaded.Task.WaitAsync(_patience);
        }
        finally
        {
            page.Load -= Loaded;
        }
    }

    /// <summary>
    /// The page that was led to is this one. Asked when it is there: Playwright's own waiting for an address may miss that the
    /// page has loaded in the meantime, and then waits for ever.
    /// </summary>
    public static void ShouldBeAt(this IPage page, string path) => new Uri(page.Url).PathAndQuery.ShouldBe(path);

    /// <summary>Loads a page that follows the log again until something has come.</summary>
    public static async Task ComesAsync(this IPage page, string selector)
    {
        using var patience = new CancellationTokenSource(_patience);
        while (await page.Locator(selector).CountAsync() == 0)
        {
            await Task.Delay(100, patience.Token);
            await page.ReloadAsync();
        }
    }

    /// <summary>Presses the tabulator until the keyboard is there.</summary>
    public static async Task TabToAsync(this IPage page, string selector)
    {
        await page.WaitForSelectorAsync(selector);
        foreach (var _ in Enumerable.Range(0, 60))
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("s => document.activeElement.matches(s)", selector))
            {
                return;
            }
        }

        Assert.Fail($"The keyboard does not get to {selector}.");
    }
}
