using System.Threading.Tasks;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.FrontDesk;

/// <summary>The day on paper.</summary>
public sealed class DeskSheetTests(DeskCentre centre) : IClassFixture<DeskCentre>
{
    [Fact]
    public async Task the_sheet_holds_who_comes_on_that_day_and_what_is_closed()
    {
        var (person, _) = await centre.ResidentAsync("Guo Jing");
        var stands = await centre.BookAsync("music-room", "15:00", "16:00", person, null, "2026-11-26");
        var gone = await centre.BookAsync("music-room", "17:00", "18:00", person, null, "2026-11-26");
        (await centre.Client.PostAsync($"/bookings/{gone}/cancel", new { reasonCode = "ill" })).ShouldBe(200);
        await centre.Client.PollAsync("/bookings?status=cancelled", list => list.Raw.Contains(gone));
        var closure = new
        {
            from = "2026-11-26T09:00:00+08:00",
            to = "2026-11-28T12:00:00+08:00",
            reasonCode = "repair",
        };
        (await centre.Client.PostAsync("/facilities/dance-room/closures", closure)).ShouldBe(201);
        using var visitor = await DeskVisitor.AsAsync(centre);
        var sheet = await visitor.GetAsync("/desk/sheet?date=2026-11-26");
        sheet.Text.ShouldContain("Thu 26 November");
        sheet.Text.ShouldContain("Guo Jing");
        sheet.Text.ShouldContain(stands[^6..].ToUpperInvariant());
        sheet.Text.ShouldNotContain(gone[^6..].ToUpperInvariant());
        sheet.Text.ShouldContain("09:00–00:00");
        (await visitor.GetAsync("/desk/sheet?date=2026-11-27")).Text.ShouldNotContain("Guo Jing");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?date=")]
    [InlineData("?date=yesterday")]
    [InlineData("?date=0001-01-01")]
    [InlineData("?date=9999-12-31&site=nowhere")]
    [InlineData("?date=%00")]
    public async Task a_day_that_cannot_be_read_means_today(string query)
    {
        using var visitor = await DeskVisitor.AsAsync(centre);
        var seen = await visitor.GetAsync("/desk/sheet" + query);
        seen.Status.ShouldBe(200);
        seen.Text.ShouldContain("Tue 24 November");
    }
}
