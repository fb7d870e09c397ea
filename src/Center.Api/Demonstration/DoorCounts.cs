using System;
using System.Threading.Tasks;
using Center.Api.Attendance;
using Center.Domain.Attendance;
using Center.Domain.Facilities;

namespace Center.Api.Demonstration;

/// <summary>In the evening every site writes down how many people came.</summary>
/// <param name="stage">The stage.</param>
internal sealed class DoorCounts(Stage stage)
{
    /// <summary>Plans the counts of a day.</summary>
    public void Plan(DateOnly day)
    {
        var crowd = Crowd.Of(stage.Book, day);
        foreach (var site in stage.Book.Sites)
        {
            var about = site.Kind == SiteKind.StreetCentre ? crowd.VisitsAtCentre : crowd.VisitsAtStation;
            var count = about * stage.Chance.Between(65, 140) / 100;
            var at = stage.Zone.InstantOf(day, new TimeOnly(20, 10)) + stage.Chance.Minutes(0, 20);
            stage.Agenda.At(
                at,
                now => CountAsync(now, new CountVisitorsRequest(site.Code, day, count, CountMethod.Manual))
            );
        }
    }

    private async Task CountAsync(DateTimeOffset now, CountVisitorsRequest request)
    {
        var steward = stage.Chance.Of(stage.Cast.Stewards).Caller;
        var command = await stage.Telling.BeginAsync(steward, now);
        stage.Tally.Refused((await AttendanceEndpoints.CountAsync(command, request)).Refusal);
    }
}
