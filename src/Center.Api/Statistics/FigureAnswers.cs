using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Facilities;
using Center.Projections.Bookings;
using Center.Projections.Statistics;

namespace Center.Api.Statistics;

/// <summary>One figure of an answer.</summary>
/// <param name="Key">Key in the dimension asked for.</param>
/// <param name="Period">Its time.</param>
/// <param name="Value">The figure; null when it is missing.</param>
/// <param name="MissingReason">Why it is missing; null when it is there.</param>
/// <param name="Numerator">First of a ratio.</param>
/// <param name="Denominator">Second of a ratio.</param>
internal sealed record Figure(
    string Key,
    FigurePeriod Period,
    long? Value,
    string? MissingReason = null,
    long? Numerator = null,
    long? Denominator = null
);

/// <summary>Answers questions about figures from the cells.</summary>
/// <param name="sums">The cells.</param>
/// <param name="refusals">What was refused.</param>
internal sealed class FigureAnswers(FigureSums sums, RefusalCounts refusals)
{
    private const int MostFigures = 5000;

    public const string NotRecordedYet = "not-recorded-yet";
    public const string NothingRecorded = "nothing-recorded";
    public const string NothingToMeasure = "nothing-to-measure";

    /// <summary>The figures asked for, by period and then in the centre's own order of keys.</summary>
    public async Task<IReadOnlyList<Figure>> AnswerAsync(
        string centre,
        CentreBook book,
        FigureQuestion question,
        CancellationToken stopping
    )
    {
        var keys = new FigureKeys(book, question);
        RefuseTooMany(question, keys);
        return question.Measure.Form switch
        {
            MeasureForm.NotRecordedYet => Each(question, keys, [], (_, _) => new Found(null, NotRecordedYet)),
            MeasureForm.ActiveVolunteers => await VolunteersAsync(centre, question, keys, stopping),
            MeasureForm.Refusals => await RefusalsAsync(centre, book, question, keys, stopping),
            MeasureForm.Utilisation => await UtilisationAsync(centre, book, question, keys, stopping),
            _ => await SumsAsync(centre, question, keys, stopping),
        };
    }

    private async Task<IReadOnlyList<Figure>> SumsAsync(
        string centre,
        FigureQuestion question,
        FigureKeys keys,
        CancellationToken stopping
    )
    {
        var found = await CountsAsync(centre, question, question.By, sum => keys.Of(sum.Key), stopping);
        return Each(
            question,
            keys,
            found.Keys,
            (period, key) => ValueOf(question.Measure, found.GetValueOrDefault((period, key), FigureCounts.None))
        );
    }

    private async Task<IReadOnlyList<Figure>> UtilisationAsync(
        string centre,
        CentreBook book,
        FigureQuestion question,
        FigureKeys keys,
        CancellationToken stopping
    )
    {
        var rooms = keys.Rooms().ToDictionary(room => room.Code, StringComparer.Ordinal);
        var held = await CountsAsync(
            centre,
            question,
            FigureDimension.Facility,
            sum => rooms.TryGetValue(sum.Key ?? string.Empty, out var room) ? keys.OfFacility(room) : null,
            stopping
        );
        var open = new Dictionary<(FigurePeriod, string), long>();
        foreach (var period in question.Periods)
        {
            foreach (var room in rooms.Values)
            {
                var key = (period, keys.OfFacility(room));
                open[key] = open.GetValueOrDefault(key) + OpenTime.UnitMinutes(book, room, period);
            }
        }

        return Each(
            question,
            keys,
            open.Keys,
            (period, key) =>
                Found.Ratio(
                    held.GetValueOrDefault((period, key), FigureCounts.None).HeldUnitMinutes,
                    open.GetValueOrDefault((period, key))
                )
        );
    }

    private async Task<IReadOnlyList<Figure>> VolunteersAsync(
        string centre,
        FigureQuestion question,
        FigureKeys keys,
        CancellationToken stopping
    )
    {
        var active = await sums.ActiveVolunteersAsync(centre, question.From, question.To, question.By, stopping);
        var periods = question.Periods;
        var people = active
            .GroupBy(one => (PeriodOf(periods, one.Day), keys.Of(one.Key)))
            .ToDictionary(
                group => group.Key,
                group => group.Select(one => one.Person).Distinct(StringComparer.Ordinal).LongCount()
            );
        return Each(question, keys, people.Keys, (period, key) => new Found(people.GetValueOrDefault((period, key))));
    }

    private async Task<IReadOnlyList<Figure>> RefusalsAsync(
        string centre,
        CentreBook book,
        FigureQuestion question,
        FigureKeys keys,
        CancellationToken stopping
    )
    {
        await refusals.FlushAsync(stopping);
        var periods = question.Periods;
        var byHour = question.Grain == FigureGrain.Hour;
        var counted = (await refusals.ReadAsync(centre, book, question.From, question.To, stopping))
            .GroupBy(sum =>
                (byHour ? FigurePeriod.OfHour(sum.Day, sum.Hour) : PeriodOf(periods, sum.Day), keys.OfRefusal(sum))
            )
            .ToDictionary(group => group.Key, group => group.Sum(sum => sum.Count));
        RefuseTooMany(question, keys, counted.Keys.Select(place => place.Item2).Distinct().Count());
        return Each(question, keys, counted.Keys, (period, key) => new Found(counted.GetValueOrDefault((period, key))));
    }

    private async Task<Dictionary<(FigurePeriod, string), FigureCounts>> CountsAsync(
        string centre,
        FigureQuestion question,
        FigureDimension by,
        Func<FigureSum, string?> keyOf,
        CancellationToken stopping
    )
    {
        var counts = new Dictionary<(FigurePeriod, string), FigureCounts>();
        var periods = question.Periods;
        foreach (var sum in await sums.ReadAsync(centre, question.From, question.To, by, stopping))
        {
            if (keyOf(sum) is { } key)
            {
                var place = (PeriodOf(periods, sum.Day), key);
                counts[place] = counts.GetValueOrDefault(place, FigureCounts.None) + sum.Counts;
            }
        }

        return counts;
    }

    private static List<Figure> Each(
        FigureQuestion question,
        FigureKeys keys,
        IEnumerable<(FigurePeriod, string Key)> counted,
        Func<FigurePeriod, string, Found> find
    )
    {
        var all = keys.Known()
            .Union(counted.Select(place => place.Key).Order(StringComparer.Ordinal), StringComparer.Ordinal)
            .ToArray();
        return
        [
            .. question.Periods.SelectMany(period =>
                all.Select(key => (Key: key, Found: find(period, key)))
                    .Where(item => !IsEmptyRest(question, item.Key, item.Found))
                    .Select(item => item.Found.At(item.Key, period))
            ),
        ];
    }

    // Cells of other measures have no key here either; that says nothing about this one.
    private static bool IsEmptyRest(FigureQuestion question, string key, Found found) =>
        key == FigureKeys.Unassigned && found.Value is null or 0 && question.Measure.Form != MeasureForm.NotRecordedYet;

    private static Found ValueOf(Measure measure, FigureCounts counts) =>
        measure.Form == MeasureForm.Ratio ? Found.Ratio(measure.Value(counts), measure.Of(counts))
        : measure.Known is { } known && known(counts) == 0 ? new Found(null, NothingRecorded)
        : new Found(measure.Value(counts));

    private static FigurePeriod PeriodOf(IReadOnlyList<FigurePeriod> periods, DateOnly day) =>
        periods.First(period => period.From <= day && day < period.To);

    private static void RefuseTooMany(FigureQuestion question, FigureKeys keys, int counted = 1)
    {
        var figures = question.Periods.Count * Math.Max(counted, keys.Known().Count());
        if (figures > MostFigures)
        {
            throw new RefusedException(
                "invalid-value",
                $"That would be {figures} figures; ask for at most {MostFigures} with a coarser grain or a shorter time.",
                "grain"
            );
        }
    }

    private readonly record struct Found(
        long? Value,
        string? MissingReason = null,
        long? Numerator = null,
        long? Denominator = null
    )
    {
        public static Found Ratio(long part, long whole) =>
            whole == 0
                ? new Found(null, NothingToMeasure, part, whole)
                : new Found(part * 1000 / whole, null, part, whole);

        public Figure At(string key, FigurePeriod period) =>
            new(key, period, Value, MissingReason, Numerator, Denominator);
    }
}
