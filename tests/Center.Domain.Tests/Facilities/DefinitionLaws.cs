using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Center.Domain.Facilities;
using CsCheck;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Facilities;

public sealed class DefinitionLaws
{
    private static readonly string[] Hours = ["08:30-12:00", "09:00-24:00", "00:00-24:00"];

    private static readonly Gen<Action<JsonNode>> Edit = Gen.OneOf(
        Gen.Select(Gen.Int[0, 99], Gen.Int[61, 300])
            .Select((at, n) => On("facilities", at, item => item["capacity"] = n + 60)),
        Gen.Int[0, 99].Select(at => On("facilities", at, item => item["floor"] = 1)),
        Gen.Int[0, 99].Select(at => On("facilities", at, item => item["features"] = new JsonArray("stage", "quiet"))),
        Gen.Int[0, 99]
            .Select(at => On("facilities", at, item => item["kind"] = item["parts"] is null ? "seats" : "room")),
        Gen.Int[0, 99].Select(at => On("facilities", at, item => item.Remove("parts"))),
        Gen.Int[0, 99].Select(at => On("facilities", at, item => item["bookingRules"] = Rules())),
        Gen.Select(Gen.Int[0, 99], Gen.Int[0, 2])
            .Select((at, n) => On("facilities", at, item => item["openingHours"] = Open(Hours[n]))),
        Gen.Int[0, 99].Select(at => Out("facilities", at)),
        Gen.Int[0, 99].Select(at => Copy("facilities", at, (item, code) => item.Remove("parts"))),
        Gen.Int[0, 99].Select(at => Out("teams", at)),
        Gen.Int[0, 99].Select(at => Copy("teams", at, (_, _) => { })),
        Gen.Int[0, 99].Select(at => Copy("organisations", at, (_, _) => { })),
        Gen.Int[0, 99].Select(at => On("organisations", at, item => item["party"] = "enterprises")),
        Gen.Int[0, 99].Select(at => On("sites", at, item => item["openingHours"] = Open(Hours[1]))),
        Gen.Int[0, 99].Select(at => On("sites", at, item => item["name"]!["en"] = "Renamed")),
        Gen.Int[0, 99].Select(at => On("communities", at, item => item["name"]!["en"] = "Renamed")),
        Gen.Int[0, 99].Select(at => Copy("serviceLines", at, (_, _) => { })),
        Gen.Int[0, 99].Select(at => Copy("parties", at, (_, _) => { })),
        Gen.Int[0, 99].Select(at => Out("equipment", at)),
        Gen.Const<Action<JsonNode>>(root => root["centre"]!["floors"] = 7),
        Gen.Const<Action<JsonNode>>(root => root.AsObject().Remove("sizing"))
    );

    private static readonly Gen<CentreDefinition> Definitions = Edit.List[0, 6]
        .Select(edits =>
            ShippedDefinition.Edited(root =>
            {
                foreach (var edit in edits)
                {
                    edit(root);
                }
            })
        );

    [Fact]
    public void differences_lead_to_what_a_fresh_import_makes() =>
        Gen.Select(Definitions, Definitions)
            .Sample(
                (first, second) =>
                    Living(After(After(CentreBook.Empty, first), second)) == After(CentreBook.Empty, second)
            );

    [Fact]
    public void importing_again_changes_nothing() =>
        Gen.Select(Definitions, Definitions)
            .Sample(
                (first, second) =>
                    ShippedDefinition.Import(second, After(After(CentreBook.Empty, first), second)).Count == 0
            );

    private static CentreBook After(CentreBook book, CentreDefinition definition) =>
        ShippedDefinition.Fold(book, ShippedDefinition.Import(definition, book));

    private static CentreBook Living(CentreBook book) => book with { Former = [] };

    private static Action<JsonNode> On(string list, int at, Action<JsonObject> edit) =>
        root =>
        {
            if (At(root, list, at) is { } item)
            {
                edit(item);
                Settle(item);
            }
        };

    private static Action<JsonNode> Out(string list, int at) =>
        root => At(root, list, at)?.Parent!.AsArray().Remove(At(root, list, at));

    private static Action<JsonNode> Copy(string list, int at, Action<JsonObject, string> edit) =>
        root =>
        {
            if (At(root, list, at)?.DeepClone().AsObject() is { } item)
            {
                var items = root[list]!.AsArray();
                item["code"] = FreeCode(items, item["code"]!.ToString());
                edit(item, item["code"]!.ToString());
                items.Insert(at % items.Count, item);
            }
        };

    // The same item may be copied twice, with others removed in between.
    private static string FreeCode(JsonArray items, string code) =>
        Enumerable
            .Range(items.Count, items.Count + 1)
            .Select(number => $"{code}-{number}")
            .First(free => items.All(other => other!["code"]!.ToString() != free));

    // A kind or parts that were edited leave other members behind that no longer fit.
    private static void Settle(JsonObject item)
    {
        if ((string?)item["kind"] == "room" && item["units"] is not null)
        {
            item["units"] = 1;
        }
    }

    private static JsonObject? At(JsonNode root, string list, int at) =>
        root[list]!.AsArray() is { Count: > 0 } items ? items[at % items.Count]!.AsObject() : null;

    private static JsonObject Open(string range) => new() { ["monday-thursday"] = new JsonArray(range) };

    private static JsonObject Rules() => new() { ["bufferAfter"] = 15, ["perOrganisation"] = null };
}
