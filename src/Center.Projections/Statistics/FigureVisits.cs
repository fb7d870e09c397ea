using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Center.Domain.Attendance;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Statistics;

/// <summary>The scans of one person at one site on one day, as far as they say that the person was there.</summary>
/// <param name="Id">Site, day and person.</param>
/// <param name="Scans">Device and scan id, in order of arrival.</param>
public sealed record FigureVisitor(string Id, ValueList<string> Scans) : IViewRow
{
    internal static string KeyOf(string site, DateOnly day, PersonId person) =>
        $"{FigureSiteDay.KeyOf(site, day)}|{person}";

    internal static async ValueTask ApplyAsync(IEvent e, ViewRows rows, FigureDirectory directory)
    {
        switch (e.Data)
        {
            case ScanRecorded scan when SitePresence.Of([new SitePresence.PlacedScan(null, scan)]).Came:
                var id = KeyOf(scan.Site, scan.Day, scan.Person);
                var known = await ScansAsync(rows, id);
                await ChangeAsync(
                    rows,
                    directory,
                    id,
                    known,
                    known.Add(Name(scan.Device, scan.ScanId)),
                    scan.Site,
                    scan.Day
                );
                break;
            case ScanAnnulled scan:
                var key = KeyOf(scan.Site, scan.Day, scan.Person);
                var before = await ScansAsync(rows, key);
                var after = before.Where(name => name != Name(scan.Device, scan.ScanId)).ToValueList();
                await ChangeAsync(rows, directory, key, before, after, scan.Site, scan.Day);
                break;
        }
    }

    private static async ValueTask<ValueList<string>> ScansAsync(ViewRows rows, string id) =>
        (await rows.FindAsync<FigureVisitor>(id))?.Scans ?? [];

    private static async ValueTask ChangeAsync(
        ViewRows rows,
        FigureDirectory directory,
        string id,
        ValueList<string> before,
        ValueList<string> after,
        string site,
        DateOnly day
    )
    {
        rows.Store(new FigureVisitor(id, after));
        var came = Math.Sign(after.Count) - Math.Sign(before.Count);
        if (came != 0)
        {
            await FigureSiteDay.ChangeAsync(
                rows,
                directory,
                site,
                day,
                siteDay => siteDay with { Named = siteDay.Named + came }
            );
        }
    }

    private static string Name(DeviceId device, string scan) => $"{device}/{scan}";
}

/// <summary>What one site's day counts at present.</summary>
/// <param name="Id">Site and day.</param>
/// <param name="Named">People scanned, each once.</param>
/// <param name="Counted">What was counted at the door.</param>
/// <param name="Shares">What the day counts.</param>
public sealed record FigureSiteDay(string Id, int Named, DayVisits Counted, ValueList<FigureShare> Shares) : IViewRow
{
    internal const string Streams = "visits/";

    /// <summary>Key of the row.</summary>
    /// <param name="site">Code of the site.</param>
    /// <param name="day">Local day.</param>
    public static string KeyOf(string site, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{site}|{day:yyyy-MM-dd}");

    /// <summary>Visits of the day and what they stand on.</summary>
    /// <returns>The larger of counted and named.</returns>
    public VisitFigure Figure() => VisitFigure.Of(Named, Counted.Manual, Counted.Counter);

    internal static async ValueTask ApplyAsync(IEvent e, ViewRows rows, FigureDirectory directory)
    {
        if (
            e.StreamKey!.Split('/') is [_, var site, var date]
            && DateOnly.TryParseExact(
                date,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
        )
        {
            await ChangeAsync(
                rows,
                directory,
                site,
                day,
                siteDay => siteDay with { Counted = VisitDecider.Evolve(siteDay.Counted, e.Data) }
            );
        }
    }

    internal static async ValueTask ChangeAsync(
        ViewRows rows,
        FigureDirectory directory,
        string site,
        DateOnly day,
        Func<FigureSiteDay, FigureSiteDay> change
    )
    {
        var id = KeyOf(site, day);
        var before = await rows.FindAsync<FigureSiteDay>(id) ?? new FigureSiteDay(id, 0, VisitDecider.Initial, []);
        var after = change(before);
        var figure = after.Figure();
        after = after with
        {
            Shares =
                figure.Source == VisitSource.None
                    ? []
                    :
                    [
                        new FigureShare(
                            new FigureCut(day, directory.AreaOfSite(site), site),
                            new FigureCounts { Visits = figure.Visits, VisitDays = 1 }
                        ),
                    ],
        };
        FigureCell.Recount(rows, before.Shares, after.Shares);
        rows.Store(after);
    }
}
