using System;
using System.Collections.Generic;
using System.Net;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace Center.Api.Tests.Browser;

/// <summary>A visitor of the booking pages.</summary>
/// <param name="centre">The centre.</param>
internal sealed partial class BookVisitor(BookCentre centre) : PageVisitor(centre.Center)
{
    /// <summary>The person, once signed in.</summary>
    public string Person { get; private set; } = null!;

    public static async Task<BookVisitor> SignedInAsync(BookCentre centre)
    {
        var visitor = new BookVisitor(centre);
        (visitor.Person, var link) = await centre.ResidentAsync();
        await visitor.PostAsync(link, []);
        return visitor;
    }

    /// <summary>The token of a page of this session.</summary>
    public async Task<string> TokenAsync()
    {
        var page = await GetAsync(
            "/book/hold?facility=reading-room&start=2026-11-25T15:00:00Z&end=2026-11-25T16:00:00Z"
        );
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

    [GeneratedRegex("name=\"form-token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
