using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using Center.Domain.Attendance;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using JasperFx.Events;

namespace Center.Projections.Attendance;

/// <summary>Who and how many were at a site on one local day.</summary>
/// <param name="Id"><c>{site}/{date}</c>.</param>
/// <param name="Site">Code of the site.</param>
/// <param name="Date">Local day.</param>
/// <param name="InNow">People scanned in and not out again; of a past day, those who forgot to scan out.</param>
/// <param name="NamedVisitors">People of whom at least one scan counts, each once.</param>
/// <param name="Counts">What was counted at the door.</param>
public sealed record SiteDay(string Id, string Site, DateOnly Date, int InNow, int NamedVisitors, DayVisits Counts)
    : IViewRow
{
    /// <summary>The last count by a person, or null.</summary>
    [JsonIgnore]
    public int? CountedManual => Counts.Manual;

    /// <summary>The counter's figure for the day, or null.</summary>
    [JsonIgnore]
    public int? CountedCounter => Counts.Counter;

    /// <summary>Visits of the day with what they stand on: the larger evidence, never a sum.</summary>
    [JsonIgnore]
    public VisitFigure Visits => VisitFigure.Of(NamedVisitors, CountedManual, CountedCounter);

    /// <summary>Key of the row.</summary>
    /// <param name="site">Code of the site.</param>
    /// <param name="date">Local day.</param>
    public static string Key(string site, DateOnly date) =>
        $"{site}/{date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
}

/// <summary>One person at a site on one local day.</summary>
/// <param name="Id"><c>{site}/{date}/{person}</c>.</param>
/// <param name="Site">Code of the site.</param>
/// <param name="Date">Local day.</param>
/// <param name="Person">Who.</param>
/// <param name="Came">Whether a scan counts.</param>
/// <param name="Present">Whether in and not out again.</param>
/// <param name="Scans">The scans that were not annulled, by arrival.</param>
public sealed record SiteVisitor(
    string Id,
    string Site,
    DateOnly Date,
    PersonId Person,
    bool Came,
    bool Present,
    ValueList<SitePresence.PlacedScan> Scans
) : IViewRow
{
    /// <summary>Key of the row.</summary>
    /// <param name="site">Code of the site.</param>
    /// <param name="date">Local day.</param>
    /// <param name="person">Who.</param>
    public static string Key(string site, DateOnly date, PersonId person) => $"{SiteDay.Key(site, date)}/{person}";
}

/// <summary>Who is in the house now, who was there, how many were counted; follows the log.</summary>
public sealed class SiteDayView : View
{
    /// <summary>Name of the view.</summary>
    public const string ViewName = "site-days";

    private const string VisitsPrefix = "visits/";

    /// <inheritdoc/>
    public override string Name => ViewName;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? Streams => ["roll/", VisitsPrefix];

    /// <inheritdoc/>
    public override IReadOnlyList<Type> RowTypes => [typeof(SiteDay), typeof(SiteVisitor)];

    /// <inheritdoc/>
    public override IEnumerable<RowKey> Needs(IEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e.Data switch
        {
            ScanRecorded scan => Of(scan.Site, scan.Day, scan.Person),
            ScanAnnulled annulled => Of(annulled.Site, annulled.Day, annulled.Person),
            VisitorsCounted or CounterReset => [new RowKey(typeof(SiteDay), e.StreamKey![VisitsPrefix.Length..])],
            _ => [],
        };
    }

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(IEvent e, ViewRows rows)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rows);
        return e.Data switch
        {
            ScanRecorded scan => ChangeAsync(
                rows,
                (scan.Site, scan.Day, scan.Person),
                scans => scans.Add(new SitePresence.PlacedScan(RollKey.Of(e.StreamKey!)?.Booking, scan))
            ),
            ScanAnnulled annulled => ChangeAsync(
                rows,
                (annulled.Site, annulled.Day, annulled.Person),
                scans => scans.Where(placed => !Is(placed.Scan, annulled)).ToValueList()
            ),
            VisitorsCounted or CounterReset => CountAsync(rows, e.StreamKey![VisitsPrefix.Length..], e.Data),
            _ => ValueTask.CompletedTask,
        };
    }

    private static async ValueTask ChangeAsync(
        ViewRows rows,
        (string Site, DateOnly Day, PersonId Person) visit,
        Func<ValueList<SitePresence.PlacedScan>, ValueList<SitePresence.PlacedScan>> change
    )
    {
        var (site, date, person) = visit;
        var key = SiteVisitor.Key(site, date, person);
        var before =
            await rows.FindAsync<SiteVisitor>(key) ?? new SiteVisitor(key, site, date, person, false, false, []);
        var scans = change(before.Scans);
        var (came, present) = SitePresence.Of(scans);
        rows.Store(before with { Came = came, Present = present, Scans = scans });

        var day = await DayAsync(rows, SiteDay.Key(site, date), site, date);
        rows.Store(
            day with
            {
                InNow = day.InNow + One(present) - One(before.Present),
                NamedVisitors = day.NamedVisitors + One(came) - One(before.Came),
            }
        );
    }

    private static async ValueTask CountAsync(ViewRows rows, string key, object counted)
    {
        var slash = key.LastIndexOf('/');
        var date = DateOnly.ParseExact(key[(slash + 1)..], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var day = await DayAsync(rows, key, key[..slash], date);
        rows.Store(day with { Counts = VisitDecider.Evolve(day.Counts, counted) });
    }

    private static async ValueTask<SiteDay> DayAsync(ViewRows rows, string key, string site, DateOnly date) =>
        await rows.FindAsync<SiteDay>(key) ?? new SiteDay(key, site, date, 0, 0, VisitDecider.Initial);

    private static RowKey[] Of(string site, DateOnly day, PersonId person) =>
        [
            new RowKey(typeof(SiteDay), SiteDay.Key(site, day)),
            new RowKey(typeof(SiteVisitor), SiteVisitor.Key(site, day, person)),
        ];

    private static bool Is(ScanRecorded scan, ScanAnnulled annulled) =>
        scan.Device == annulled.Device && scan.ScanId == annulled.ScanId;

    private static int One(bool yes) => yes ? 1 : 0;
}
