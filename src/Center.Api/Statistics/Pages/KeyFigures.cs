using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Facilities;
using Center.Projections.Attendance;
using Center.Projections.Statistics;

namespace Center.Api.Statistics.Pages;

/// <summary>The four figures above the board, from the same cells as <c>/api/v1/figures</c>.</summary>
/// <param name="answers">Answers questions about figures.</param>
/// <param name="asOf">Position that the answers stand at; null for now.</param>
internal sealed class KeyFigures(FigureAnswers answers, long? asOf = null)
{
    private const int Week = 7;

    /// <summary>Bookings and visits against the same day a week ago, credited time against the same part of last month.</summary>
    public async Task<IReadOnlyList<KeyFigure>> ReadAsync(
        string centre,
        CentreBook book,
        DateOnly today,
        IReadOnlyCollection<SiteDay> sites,
        CancellationToken stopping
    )
    {
        Task<long?> DayAsync(string measure, DateOnly day) =>
            SumAsync(centre, book, measure, day, day.AddDays(1), stopping);
        var month = new DateOnly(today.Year, today.Month, 1);
        var before = month.AddMonths(-1);
        var sameDay = before.AddDays(today.Day);
        return
        [
            new(
                "bookings",
                await DayAsync("bookings", today),
                await DayAsync("bookings", today.AddDays(-Week)),
                Link("bookings", "facility", today, today.AddDays(1))
            ),
            new("in-now", sites.Sum(site => (long)site.InNow), sites.Sum(site => (long)site.NamedVisitors), "#places"),
            new(
                "visits",
                await DayAsync("visits", today),
                await DayAsync("visits", today.AddDays(-Week)),
                Link("visits", "site", today, today.AddDays(1))
            ),
            new(
                "service-minutes",
                await SumAsync(centre, book, "service-minutes", month, today.AddDays(1), stopping),
                await SumAsync(centre, book, "service-minutes", before, sameDay < month ? sameDay : month, stopping),
                Link("service-minutes", "organisation", month, today.AddDays(1))
            ),
        ];
    }

    private async Task<long?> SumAsync(
        string centre,
        CentreBook book,
        string measure,
        DateOnly from,
        DateOnly to,
        CancellationToken stopping
    )
    {
        var question = new FigureQuestion(
            Measures.Find(measure)!,
            FigureDimension.Total,
            FigureLevel.Community,
            from,
            to,
            null
        );
        var figures = await answers.AnswerAsync(centre, book, question, stopping);
        return figures.Count == 0 ? null : figures[0].Value;
    }

    private string? AsOf => asOf is { } position ? $"&asOf={position.ToString(CultureInfo.InvariantCulture)}" : null;

    private string Link(string measure, string by, DateOnly from, DateOnly to) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"/api/v1/figures?measure={measure}&by={by}&from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}{AsOf}"
        );
}
