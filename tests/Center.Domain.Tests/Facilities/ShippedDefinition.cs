using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Shouldly;

namespace Center.Domain.Tests.Facilities;

/// <summary>The definition that is shipped, as it is or edited, and the centre that it makes.</summary>
internal static class ShippedDefinition
{
    public static string Text { get; } = File.ReadAllText(PathOf("nanyang-xincun.json"));

    public static string HolidaysText { get; } = File.ReadAllText(PathOf("holidays-cn.json"));

    public static CentreDefinition Definition { get; } = Read(Text);

    public static HolidayCalendar Holidays { get; } = HolidayCalendarReader.Read(HolidaysText).Value.ShouldNotBeNull();

    public static CentreBook Book { get; } = Fold(CentreBook.Empty, Import(Definition, CentreBook.Empty));

    public static CentreDefinition Read(string text)
    {
        var reading = CentreDefinition.Read(text);
        reading.Problems.ShouldBeEmpty();
        return reading.Value.ShouldNotBeNull();
    }

    public static JsonNode Root() => JsonNode.Parse(Text).ShouldNotBeNull();

    public static CentreDefinition Edited(Action<JsonNode> edit)
    {
        var root = Root();
        edit(root);
        return Read(root.ToJsonString());
    }

    public static IReadOnlyList<StreamChange> Import(CentreDefinition definition, CentreBook current)
    {
        var decision = DefinitionImport.Decide(definition, Holidays, current);
        decision.Refusal.ShouldBeNull();
        return decision.Changes;
    }

    public static CentreBook Fold(CentreBook book, IEnumerable<StreamChange> changes) =>
        changes
            .SelectMany(change => change.Events.Select(e => (change.StreamKey, Event: e)))
            .Aggregate(book, (folded, item) => folded.Evolve(item.StreamKey, item.Event));

    public static Bookable Bookable(string code) => Book.Find(code).ShouldNotBeNull();

    public static DateTimeOffset At(string local) =>
        DateTimeOffset.Parse($"{local}+08:00", System.Globalization.CultureInfo.InvariantCulture);

    public static TimeWindow Window(string start, string end) => new(At(start), At(end));

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Definitions", name);
}
