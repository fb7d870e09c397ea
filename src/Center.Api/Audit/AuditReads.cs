using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Facilities;
using Center.Projections.Audit;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;
using Center.Projections.Facilities;
using Center.Projections.People;
using Marten;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Center.Api.Audit;

/// <summary>Reads what the auditor's pages show, by the readers that the API uses.</summary>
/// <param name="source">Connections to the database.</param>
/// <param name="store">The event store.</param>
/// <param name="watch">Why a log is halted.</param>
/// <param name="tree">Checkpoints.</param>
/// <param name="published">The key.</param>
/// <param name="runs">Replays.</param>
/// <param name="log">Events by position.</param>
/// <param name="history">Events by stream.</param>
/// <param name="leaves">Events by id.</param>
/// <param name="ends">How far the log is final.</param>
/// <param name="moments">Positions of instants.</param>
internal sealed partial class AuditReads(
    NpgsqlDataSource source,
    IDocumentStore store,
    LogWatch watch,
    LogTree tree,
    PublicLog published,
    ReplayRuns runs,
    EventLog log,
    StreamHistory history,
    SealedLeaves leaves,
    FinalPositions ends,
    LogMoments moments
)
{
    private const int MostReplays = 20;
    private static readonly string[] _kindsOfIds = ["booking", "person", "device", "access"];

    /// <summary>The definition of the caller's centre.</summary>
    public Task<CentreBook> BookAsync(HttpContext http) =>
        source.BookAsync(store, Caller.Of(http).Centre, http.RequestAborted);

    /// <summary>How far the log has come, its events up to a position, and the replays for whoever may see them.</summary>
    /// <param name="http">The request.</param>
    /// <param name="upTo">Last position to show; null for the newest.</param>
    public async Task<AuditOverview> OverviewAsync(HttpContext http, long? upTo)
    {
        var (caller, stopping) = (Caller.Of(http), http.RequestAborted);
        var levels = await LogLevels.ReadAsync(source, caller.Centre, stopping);
        var last = Math.Clamp(upTo ?? levels.Committed, Math.Min(1, levels.Committed), levels.Committed);
        return new AuditOverview(
            await BookAsync(http),
            levels,
            await published.FindKeyAsync(caller.Centre, stopping),
            await tree.NewestAsync(caller.Centre, stopping),
            watch.HaltOf(caller.Centre),
            caller.MaySomewhere(Permission.Replay)
                ? await runs.ListAsync(caller.Centre, null, MostReplays, stopping)
                : null,
            await StretchAsync(caller.Centre, last, stopping),
            last
        );
    }

    /// <summary>Where the page is of what somebody typed: a stream key, the id of what has a stream, or an event's.</summary>
    /// <returns>Null when nothing is known by it.</returns>
    public async Task<string?> FindAsync(HttpContext http, string words)
    {
        var keys = Guid.TryParse(words, out var id) ? _kindsOfIds.Select(kind => $"{kind}/{id}") : [words];
        foreach (var key in keys.Where(IsKey))
        {
            if (await history.StoredAsync(Caller.Of(http).Centre, key, http.RequestAborted) is { Count: > 0 })
            {
                return AuditStream.AddressOf(key);
            }
        }

        return id != Guid.Empty && await IsEventAsync(Caller.Of(http).Centre, id, http.RequestAborted)
            ? AuditReceipt.AddressOf(id)
            : null;
    }

    /// <summary>A stream up to the point that the address names: <c>?v=</c> or <c>?at=</c>; <c>?from=&amp;to=</c> compare.</summary>
    /// <exception cref="RefusedException">There is no such stream.</exception>
    public async Task<AuditStream> StreamAsync(HttpContext http, string key)
    {
        var events = IsKey(key) ? await history.StoredAsync(Caller.Of(http).Centre, key, http.RequestAborted) : [];
        if (events.Count == 0)
        {
            throw new RefusedException("not-found", "There is no such stream.");
        }

        var book = await BookAsync(http);
        var (cut, isWrong) = await CutInAsync(http, book);
        var shown = events.Where(e => cut.Includes(e.Version, e.Position)).ToList();
        var last = shown.TakeLast(AuditStream.MostShown).ToList();
        return new AuditStream(
            book,
            key,
            events[^1].Version,
            cut,
            shown.Count,
            last,
            DifferenceIn(http.Request, key, events)
        )
        {
            IsTimeWrong = isWrong,
            People = await PeopleAsync(http, last),
        };
    }

    /// <summary>People whom events name, by id; none for whoever may not look people up.</summary>
    public Task<IReadOnlyList<string>> PeopleAsync(HttpContext http, IEnumerable<StoredEvent> events) =>
        PeopleAsync(
            http,
            events
                .SelectMany(e => AnyId().Matches($"{e.Stream} {e.Actor} {e.Header("onBehalfOf")} {e.Data}"))
                .Select(match => match.Value)
        );

    /// <summary>Those of some ids that are people; none for whoever may not look people up.</summary>
    public async Task<IReadOnlyList<string>> PeopleAsync(HttpContext http, IEnumerable<string> ids)
    {
        var caller = Caller.Of(http);
        if (!caller.MaySomewhere(Permission.LookUpPeople))
        {
            return [];
        }

        var named = ids.Distinct(StringComparer.Ordinal).ToList();
        await using var session = store.QuerySession(caller.Centre);
        var people = await session.LoadManyAsync<PersonRow>(http.RequestAborted, named);
        return [.. people.Select(person => person.Id).OrderBy(named.IndexOf)];
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex AnyId();

    // U+0000 is no character of a text in the database.
    private static bool IsKey(string text) =>
        text.Length is > 0 and <= 400 && !text.Contains('\0', StringComparison.Ordinal);

    private async Task<bool> IsEventAsync(string centre, Guid id, CancellationToken stopping) =>
        await leaves.OfEventAsync(centre, id, stopping) is not null || await leaves.WaitsAsync(centre, id, stopping);

    private Task<IReadOnlyList<StoredEvent>> StretchAsync(string centre, long last, CancellationToken stopping) =>
        log.NewestFirstAsync(
            centre,
            new EventFilter { After = Math.Max(0, last - AuditOverview.Stretch), To = last },
            AuditOverview.Stretch,
            stopping
        );

    private async Task<(StreamCut Cut, bool IsWrong)> CutInAsync(HttpContext http, CentreBook book)
    {
        var version = AuditPages.Number(http.Request.Query["v"].ToString());
        var text = http.Request.Query["at"].ToString();
        if (LocalTime(text) is not { } local)
        {
            return (new StreamCut(Version: version), text.Length > 0);
        }

        var at = book.Zone.InstantOf(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        var centre = Caller.Of(http).Centre;
        var final = await ends.NowAsync(centre, http.RequestAborted);
        var moment = await moments.OfInstantAsync(centre, final, at, http.RequestAborted);
        return (new StreamCut(version, moment?.Position ?? 0, at), false);
    }

    /// <summary>A day and time that somebody typed; null when it is none.</summary>
    public static DateTime? LocalTime(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
        && local.Year is >= 1900 and <= 9998
            ? local
            : null;

    private static StreamDifference? DifferenceIn(HttpRequest request, string key, IReadOnlyList<StoredEvent> events) =>
        AuditPages.Number(request.Query["from"].ToString()) is { } from
        && AuditPages.Number(request.Query["to"].ToString()) is { } to
            ? StreamDifference.Of(key, events, Math.Min(from, events[^1].Version), Math.Min(to, events[^1].Version))
            : null;
}
