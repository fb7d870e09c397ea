using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Attendance;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.Organisations;
using Center.Domain.Volunteering;

namespace Center.Api.Tests.Statistics;

/// <summary>Events of a small centre in Zhengzhou: a street centre with a divisible hall and a station of one community.</summary>
internal static class CentreStory
{
    public const string Street = "410105007";
    public const string Community = "410105007001";

    public static readonly DateOnly Day = new(2026, 11, 24);

    private static readonly Signatory _desk = new("desk");

    public static async Task OpenAsync(ViewLab lab)
    {
        await lab.AppendAsync("centre/lab", new CentreDescribed(Description()));
        await lab.AppendAsync("site/main", new SiteOpened(SiteKind.StreetCentre, null, Name("Street centre"), null));
        await lab.AppendAsync(
            "site/station-01",
            new SiteOpened(SiteKind.CommunityStation, Community, Name("Station"), null)
        );
        FacilityPart[] halves = [new("hall-a", Name("A"), 60, []), new("hall-b", Name("B"), 60, [])];
        await lab.AppendAsync("facility/hall", Opened("main", FacilityKind.Room, 120, 1, halves));
        await lab.AppendAsync("facility/reading-room", Opened("main", FacilityKind.Seats, 30, 30));
        await lab.AppendAsync("facility/station-room", Opened("station-01", FacilityKind.Room, 20, 1));
        await lab.AppendAsync("organisation/choir", new OrganisationRegistered("social", Community, Name("Choir")));
    }

    public static DateTimeOffset At(int hour, int minute = 0, int days = 0) =>
        new(Day.AddDays(days).ToDateTime(new TimeOnly(hour, minute)), TimeSpan.FromHours(8));

    public static BookingTerms Terms(
        DateTimeOffset start,
        int minutes,
        string facility = "hall",
        string site = "main",
        FacilityKind kind = FacilityKind.Room,
        string? organisation = null,
        params string[] units
    )
    {
        var window = new TimeWindow(start, start.AddMinutes(minutes));
        return new BookingTerms(
            facility,
            site,
            kind,
            "culture",
            (units.Length == 0 ? [facility] : units).ToValueList(),
            window,
            window,
            5,
            "class",
            organisation is null ? new PersonId(Guid.CreateVersion7()) : null,
            organisation,
            false,
            [],
            "2026-01",
            null
        );
    }

    public static Task ConfirmAsync(this ViewLab lab, string id, BookingTerms terms) =>
        lab.AppendAsync($"booking/{id}", new BookingConfirmed(terms, ConfirmedHow.AtOnce));

    public static async Task ScanAsync(
        this ViewLab lab,
        PersonId person,
        ScanDirection direction,
        DateTimeOffset at,
        string site = "main",
        string? scanId = null
    )
    {
        var day = DateOnly.FromDateTime(at.DateTime);
        var scan = new ScanRecorded(
            scanId ?? Guid.NewGuid().ToString("N"),
            new DeviceId(Guid.Empty),
            at.ToUnixTimeSeconds(),
            person,
            direction,
            site,
            day,
            at.ToUniversalTime(),
            at.ToUniversalTime(),
            at.ToUniversalTime(),
            []
        );
        await lab.AppendAsync(RollKey.At(site, day).Stream, scan);
    }

    public static Task CountAsync(this ViewLab lab, int visitors, string site = "main", int days = 0) =>
        lab.AppendAsync(
            VisitDecider.Stream(site, Day.AddDays(days)),
            new VisitorsCounted(visitors, CountMethod.Manual, At(20))
        );

    public static async Task<ServiceEntryId> ServeAsync(
        this ViewLab lab,
        PersonId person,
        int fromHour,
        int toHour,
        bool credited = true,
        string organisation = "choir",
        int daysLate = 0
    )
    {
        var entry = new ServiceEntryId(Guid.CreateVersion7());
        var service = new ServiceDone(
            new TimeWindow(At(fromHour), At(toHour)),
            Minutes.Zero,
            "social",
            organisation,
            organisation
        );
        var stream = VolunteerDay.StreamOf(person, Day);
        await lab.AppendAsync(stream, new ServiceRecorded(entry, service, Evidence.Roster, _desk, daysLate, null));
        if (credited)
        {
            await lab.AppendAsync(
                stream,
                new ServiceCredited(entry, new Signatory("coordinator"), "2026", new Minutes(480))
            );
        }

        return entry;
    }

    private static FacilityOpened Opened(
        string site,
        FacilityKind kind,
        int capacity,
        int units,
        params FacilityPart[] parts
    ) => new(site, "culture", kind, 1, Name("Room"), capacity, units, [], parts.ToValueList(), null, null, null);

    private static CentreDescription Description()
    {
        ValueList<OpenRange> daily = [OpenRange.TryParse("09:00-20:00")!.Value];
        return new CentreDescription(
            "Asia/Shanghai",
            Name("Lab"),
            null,
            null,
            null,
            null,
            new Area("410105", Name("District")),
            new Area(Street, Name("Street")),
            null,
            null,
            null,
            null,
            null,
            new OpeningHours(daily, daily, daily, daily, daily, daily, daily),
            null
        );
    }

    private static LocalizedText Name(string name) => LocalizedText.Chinese(name);
}
