using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Facilities;

public sealed class ImportOverHttpTests(EditedCentre centre) : IClassFixture<EditedCentre>
{
    [Fact]
    public async Task the_file_that_the_centre_was_made_from_changes_nothing()
    {
        var file = EditedCentre.Shipped();
        (await centre.Admin.PostAsync("/definition", file)).ShouldBe(200);
        var before = await centre.EventsAsync();
        foreach (var path in new[] { "/definition", "/definition?check=true", "/definition?check=false" })
        {
            var answer = (await centre.Admin.PostAsync(path, file)).ShouldBe(200);
            answer.Text("centre").ShouldBe(CenterUnderTest.Centre);
            answer.Member("changes").GetArrayLength().ShouldBe(0, path);
        }

        (await centre.EventsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task a_check_says_what_the_import_then_writes()
    {
        var file = EditedCentre.Shipped();
        Facility(file, "handicraft-room")["capacity"] = 3;
        Facility(file, "reading-room")["openingHours"] = new JsonObject { ["daily"] = new JsonArray("09:00-18:00") };
        var before = await centre.EventsAsync();
        var check = (await centre.Admin.PostAsync("/definition?check=true", file)).ShouldBe(200);
        check.Member("checked").GetBoolean().ShouldBeTrue();
        Types(check)
            .ShouldBe(["facility/reading-room facility.hours-set", "facility/handicraft-room facility.described"]);
        (await centre.EventsAsync()).ShouldBe(before);
        (await centre.Admin.GetAsync("/facilities/handicraft-room")).Number("capacity").ShouldNotBe(3);

        var done = await centre.Admin.PostAsync("/definition", file, ("Idempotency-Key", "twice"));
        Types(done.ShouldBe(200)).ShouldBe(Types(check));
        done.Number("events").ShouldBe(2);
        (await centre.EventsAsync()).ShouldBe(before + 2);
        (await centre.Admin.GetAsync("/facilities/handicraft-room")).Number("capacity").ShouldBe(3);

        var again = await centre.Admin.PostAsync("/definition", file, ("Idempotency-Key", "twice"));
        again.Headers["Idempotent-Replayed"].ShouldBe("true");
        again.Raw.ShouldBe(done.Raw);
        (await centre.Admin.PostAsync("/definition", file)).ShouldBe(200).Number("events").ShouldBe(0);
        (await centre.EventsAsync()).ShouldBe(before + 2);
        (await centre.Admin.PostAsync("/definition", EditedCentre.Shipped()))
            .ShouldBe(200)
            .Number("events")
            .ShouldBe(2);
    }

    [Fact]
    public async Task a_facility_that_is_booked_is_not_closed_by_a_file()
    {
        var wish = EditedCentre.Wish("gym", "2026-11-26", "15:00", "16:00", 1);
        var id = (await centre.BookAsync(wish)).ShouldBe(201).Text("id");
        var file = EditedCentre.Shipped();
        var facilities = file["facilities"]!.AsArray();
        facilities.Remove(Facility(file, "gym"));
        (file["centre"]!["name"]!["en"]) = "Another name";
        var before = await centre.EventsAsync();
        foreach (var path in new[] { "/definition?check=true", "/definition" })
        {
            var refused = await centre.Admin.PostAsync(path, file);
            refused.ShouldBeProblem(409, "units-have-bookings");
            EditedCentre.BookingsIn(refused).ShouldBe([id]);
        }

        (await centre.EventsAsync()).ShouldBe(before);
        await centre.CancelAsync(id);
        Types((await centre.Admin.PostAsync("/definition", file)).ShouldBe(200))
            .ShouldContain("facility/gym facility.retired");
        (await centre.Admin.GetAsync("/facilities/gym")).ShouldBeProblem(404, "not-found");
        (await centre.PutAsync("/facilities/gym", EditedCentre.Seats(2), "*")).ShouldBeProblem(404, "not-found");
        (await centre.OpenAsync("gym", EditedCentre.Seats(2))).ShouldBe(201).Headers["ETag"].ShouldBe("\"3\"");
        (await centre.Admin.PostAsync("/definition", EditedCentre.Shipped())).ShouldBe(200);
        (await centre.Admin.GetAsync("/facilities/gym")).Number("units").ShouldBe(18);
    }

    [Fact]
    public async Task the_file_of_another_centre_is_refused()
    {
        var file = EditedCentre.Shipped();
        file["centre"]!["id"] = "somewhere_else";
        var before = await centre.EventsAsync();
        var refused = await centre.Admin.PostAsync("/definition", file);
        refused.ShouldBeProblem(422, "invalid-definition");
        refused.Member("problems")[0].GetProperty("place").GetString().ShouldBe("$.centre.id");
        (await centre.EventsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task a_manager_of_the_whole_centre_may_import()
    {
        var manager = await centre.Guests.KeyAsync("manager");
        (await manager.PostAsync("/definition?check=true", EditedCentre.Shipped())).ShouldBe(200);
    }

    private static JsonNode Facility(JsonObject file, string code) =>
        file["facilities"]!.AsArray().Single(facility => (string?)facility!["code"] == code)!;

    private static string[] Types(Answer answer) =>
        [
            .. answer
                .Member("changes")
                .EnumerateArray()
                .Select(change =>
                    $"{change.GetProperty("stream").GetString()} {change.GetProperty("type").GetString()}"
                ),
        ];
}
