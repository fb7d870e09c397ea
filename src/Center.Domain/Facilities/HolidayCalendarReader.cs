using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

/// <summary>Reads a file of announced public holidays and make-up working days by year.</summary>
public static class HolidayCalendarReader
{
    /// <summary>Reads the file.</summary>
    /// <param name="json">The whole text: <c>{"years": {"2026": {"holidays": [dates], "makeUpWorkingDays": [dates]}}}</c>.</param>
    /// <returns>The calendar, or every problem with its place.</returns>
    public static DefinitionReading<HolidayCalendar> Read(string json) => DefinitionJson.Read(json, Calendar);

    private static HolidayCalendar? Calendar(JsonElement element, List<DefinitionProblem> problems)
    {
        var root = new ObjectReader(element, "$", problems);
        var years = root.Object("years");
        var announced = years?.Names.Select(name => Year(years, name)).ToList();
        root.Close();
        return announced is null || problems.Count > 0
            ? null
            : HolidayCalendar.Empty.With(announced.OfType<HolidayYear>().ToValueList());
    }

    private static HolidayYear? Year(ObjectReader years, string name)
    {
        if (years.Object(name) is not { } reader)
        {
            return null;
        }

        if (
            !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || year is < 1900 or > 2999
        )
        {
            reader.Complain("must be named by a year such as 2026");
            return null;
        }

        var holidays = Dates(reader, "holidays", year);
        var worked = Dates(reader, "makeUpWorkingDays", year);
        reader.Close();
        foreach (var date in holidays.Intersect(worked))
        {
            reader.Complain("makeUpWorkingDays", $"holds {Iso(date)}, which is a holiday too");
        }

        return new HolidayYear(year, holidays, worked);
    }

    // A year's announcement may move the last days of the year before.
    private static ValueList<DateOnly> Dates(ObjectReader reader, string name, int year)
    {
        var dates = new SortedSet<DateOnly>();
        foreach (var text in reader.Texts(name))
        {
            if (ObjectReader.DateOf(text.Text) is not { } date)
            {
                reader.ComplainAt(text.Place, "must be a date such as 2018-11-26");
            }
            else if (date.Year != year && date < new DateOnly(year - 1, 12, 1) || date.Year > year)
            {
                reader.ComplainAt(text.Place, $"must lie in {year} or in the December before");
            }
            else if (!dates.Add(date))
            {
                reader.ComplainAt(text.Place, "is given twice");
            }
        }

        return dates.ToValueList();
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
