using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Shouldly;
using Xunit;

namespace Center.Architecture.Tests;

/// <summary>The table of docs/ARCHITECTURE.md says what the service is made of: all of it, and nothing that is gone.</summary>
public sealed class ArchitectureDocumentTests
{
    private const string Document = "docs/ARCHITECTURE.md";

    private static IReadOnlyList<ArchitectureLine> Table => ArchitectureLine.Read(House.Read(Document));

    [Fact]
    public void every_room_has_a_line()
    {
        var rooms = House.SourcesOf("src").Select(RoomOf).OfType<string>().Distinct();
        rooms
            .Except(Table.Select(line => line.Room))
            .ShouldBeNone(
                $"Add a line `| <room> | streams | views | endpoints | policies |` to the table of {Document}."
            );
    }

    [Fact]
    public void every_shared_folder_says_what_may_enter()
    {
        var text = House.Read(Document);
        House
            .Shared.Where(folder => !text.Contains($"**{folder}**", StringComparison.Ordinal))
            .ShouldBeNone($"Say in {Document} what may enter.");
    }

    [Fact]
    public void every_view_stands_in_its_rooms_line() =>
        Missing(Table, RunningHouse.Views, line => line.Views, "views")
            .ShouldBeNone($"Add it in backticks to the line in {Document}.");

    [Fact]
    public void every_stream_stands_in_the_table()
    {
        var told = Table.SelectMany(line => line.Streams).Select(stream => stream.Split('/')[0]);
        StreamKinds
            .All.Except(told)
            .Select(kind => $"{kind}/…")
            .ShouldBeNone($"Add it in backticks, as `kind/{{id}}`, to the streams of its room in {Document}.");
    }

    [Fact]
    public async Task every_endpoint_stands_in_its_rooms_line() =>
        Missing(Table, await RunningHouse.EndpointsAsync(), line => line.Endpoints, "endpoints")
            .ShouldBeNone($"Add it in backticks to the line in {Document}.");

    [Fact]
    public void every_policy_stands_in_its_rooms_line() =>
        Missing(Table, RunningHouse.Policies, line => line.Policies, "policies")
            .ShouldBeNone($"Add it in backticks to the line in {Document}.");

    [Fact]
    public async Task nothing_that_is_gone_stands_in_the_table()
    {
        var files = House
            .SourcesOf("src/Center.Api")
            .Select(file => Path.GetFileNameWithoutExtension(file.Name))
            .Concat(RunningHouse.Policies.Select(policy => policy.Name));
        Gone(Table, line => line.Views, RunningHouse.Views.Select(view => view.Name), "views")
            .Concat(
                Gone(
                    Table,
                    line => line.Endpoints,
                    (await RunningHouse.EndpointsAsync()).Select(route => route.Name),
                    "endpoints"
                )
            )
            .Concat(Gone(Table, line => line.Policies, files, "policies"))
            .Concat(
                Gone(
                    Table,
                    line => [.. line.Streams.Select(stream => stream.Split('/')[0])],
                    StreamKinds.All,
                    "streams"
                )
            )
            .ShouldBeNone($"There is no such thing any more (or it is called otherwise); take it out of {Document}.");
    }

    [Fact]
    public void what_is_missing_and_what_is_gone_is_found()
    {
        var table = ArchitectureLine.Read(
            """
            Prose.

            | room | streams | views | endpoints | policies |
            |---|---|---|---|---|
            | Bookings | `booking/{id}` | `bookings`, `ghosts` | `POST /bookings`<br>`GET /ghosts` | `LapseBookings` |
            | Access | | | | |

            | another | table |
            """
        );

        table.Select(line => line.Room).ShouldBe(["Bookings", "Access"]);
        Belonging[] routes =
        [
            new("Bookings", "POST /bookings"),
            new("Bookings", "GET /bookings"),
            new("Access", "POST /bookings"),
            new("Sessions", "GET /sessions"),
        ];
        Missing(table, routes, line => line.Endpoints, "endpoints")
            .ShouldFindExactly(
                "Bookings, endpoints: `GET /bookings`",
                "Access, endpoints: `POST /bookings`",
                "Sessions, endpoints: `GET /sessions`"
            );
        Gone(table, line => line.Endpoints, ["POST /bookings"], "endpoints").ShouldFindExactly("GET /ghosts");
        Gone(table, line => line.Views, ["bookings"], "views").ShouldFindExactly("ghosts");
        StreamKinds
            .In([new("src/A.cs", "var a = $\"kettle/{id}\"; const string B = \"pot/\"; // <c>pan/{id}</c> a/b")])
            .ShouldBe(["kettle", "pan", "pot"]);
    }

    private static IEnumerable<string> Missing(
        IReadOnlyList<ArchitectureLine> table,
        IEnumerable<Belonging> belongings,
        Func<ArchitectureLine, IReadOnlyList<string>> cell,
        string column
    ) =>
        from belonging in belongings
        where !table.Any(line => line.Room == belonging.Room && cell(line).Contains(belonging.Name))
        select $"{belonging.Room}, {column}: `{belonging.Name}`";

    private static IEnumerable<string> Gone(
        IReadOnlyList<ArchitectureLine> table,
        Func<ArchitectureLine, IReadOnlyList<string>> cell,
        IEnumerable<string> real,
        string column
    ) => from line in table from name in cell(line).Except(real) select $"{line.Room}, {column}: `{name}`";

    private static string? RoomOf(SourceFile file) =>
        file.Path.Split('/') is [_, _, var room, _, ..] && !House.Shared.Contains(room) ? room : null;
}
