using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Browser;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Center.Api.Tests.Browser;

/// <summary>
/// The machine's own Chromium, started when a test first asks for it. Without one the tests that look at pages are
/// skipped; where <c>CI=true</c> they fail, so that nobody believes the pages were looked at.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    private const string Missing =
        "No Chromium was found: apt-get install chromium-headless-shell fonts-noto-cjk, or name one in CENTER_CHROMIUM.";

    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> _started = new(StartAsync);
    private readonly ConcurrentDictionary<string, OpenWindows> _windows = new(StringComparer.Ordinal);

    /// <summary>Opens a window of its own, with nothing kept from others.</summary>
    /// <param name="language">What the browser asks for.</param>
    /// <param name="width">CSS pixels.</param>
    /// <param name="height">CSS pixels.</param>
    /// <param name="dark">Whether its owner prefers the dark.</param>
    /// <param name="script">Whether scripts run.</param>
    public async Task<IPage> OpenAsync(
        string language = "zh-CN",
        int width = 1440,
        int height = 900,
        bool dark = false,
        bool script = true
    )
    {
        var (_, browser) = await _started.Value;
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                Locale = language,
                ViewportSize = new ViewportSize { Width = width, Height = height },
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                HasTouch = width < 600,
                IsMobile = width < 600,
                JavaScriptEnabled = script,
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        context.SetDefaultTimeout(60_000);
        await CloseThoseBeforeAsync(context);
        return await context.NewPageAsync();
    }

    // Tests of a collection run one after another. A window left open would go on drawing what its page is told.
    private async Task CloseThoseBeforeAsync(IBrowserContext context)
    {
        var running = TestContext.Current;
        if (running is not { TestCollection.UniqueID: { } collection, Test.UniqueID: { } test })
        {
            return;
        }

        var before = _windows.GetValueOrDefault(collection);
        if (before?.Test == test)
        {
            before.Windows.Add(context);
            return;
        }

        _windows[collection] = new OpenWindows(test, [context]);
        foreach (var left in before?.Windows ?? [])
        {
            await left.CloseAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_started is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            var (playwright, browser) = await _started.Value;
            await browser.DisposeAsync();
            playwright.Dispose();
        }
    }

    private static async Task<(IPlaywright Playwright, IBrowser Browser)> StartAsync()
    {
        var program = Find();
        if (program is null)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") != "true", Missing);
            Assert.Fail(Missing);
        }

        var playwright = await Playwright.CreateAsync();
        var isRoot = OperatingSystem.IsLinux() && Environment.UserName == "root";
        var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = program,
                // The sandbox does not start for root.
                Args = isRoot ? ["--no-sandbox"] : [],
            }
        );
        return (playwright, browser);
    }

    private static string? Find()
    {
        string[] usual =
        [
            Environment.GetEnvironmentVariable("CENTER_CHROMIUM") ?? string.Empty,
            "/usr/bin/chromium-headless-shell",
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/usr/bin/google-chrome-stable",
            "/snap/bin/chromium",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            InProgramFiles("Google", "Chrome", "Application", "chrome.exe"),
            InProgramFiles("Microsoft", "Edge", "Application", "msedge.exe"),
        ];
        return usual.FirstOrDefault(File.Exists);
    }

    private static string InProgramFiles(params string[] parts) =>
        Path.Combine([Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), .. parts]);

    private sealed record OpenWindows(string Test, List<IBrowserContext> Windows);
}
