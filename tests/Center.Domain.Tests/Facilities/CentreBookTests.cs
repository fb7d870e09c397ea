using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using Center.Domain.Facilities;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Facilities;

public sealed class CentreBookTests
{
    internal static readonly JsonSerializerOptions StoreOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private static readonly CentreBook Book = ShippedDefinition.Book;

    [Fact]
    public void a_book_is_the_same_after_being_stored()
    {
        var text = JsonSerializer.Serialize(Book, StoreOptions);
        var read = JsonSerializer.Deserialize<CentreBook>(text, StoreOptions).ShouldNotBeNull();
        read.ShouldBe(Book);
        JsonSerializer.Serialize(read, StoreOptions).ShouldBe(text);
        read.Find("gym").ShouldBe(Book.Find("gym"));
    }

    [Fact]
    public void every_event_is_the_same_after_being_stored()
    {
        foreach (
            var e in ShippedDefinition
                .Import(ShippedDefinition.Definition, CentreBook.Empty)
                .SelectMany(change => change.Events)
        )
        {
            var text = JsonSerializer.Serialize(e, StoreOptions);
            JsonSerializer.Deserialize(text, e.GetType(), StoreOptions).ShouldBe(e);
        }
    }

    [Fact]
    public void unknown_events_and_streams_change_nothing()
    {
        Book.Evolve("facility/gym", "something else").ShouldBeSameAs(Book);
        Book.Evolve("booking/1", new FacilityRetired()).ShouldBeSameAs(Book);
        Book.Evolve("facility/unheard-of", new FacilityRetired()).ShouldBe(Book);
        Book.Evolve("nothing", new FacilityRetired()).ShouldBeSameAs(Book);
    }

    [Theory]
    [InlineData("music-room", new[] { "music-room" })]
    [InlineData("multi-function-hall", new[] { "multi-function-hall-east", "multi-function-hall-west" })]
    [InlineData("multi-function-hall-west", new[] { "multi-function-hall-west" })]
    [InlineData(
        "convenience-service-room",
        new[]
        {
            "convenience-service-room/01",
            "convenience-service-room/02",
            "convenience-service-room/03",
            "convenience-service-room/04",
        }
    )]
    [InlineData("portable-loudspeaker", new[] { "portable-loudspeaker/01", "portable-loudspeaker/02" })]
    public void units_are_what_cannot_be_shared(string code, string[] units) =>
        ShippedDefinition.Bookable(code).UnitCodes.ShouldBe(units);

    [Fact]
    public void no_two_bookables_share_a_unit_but_a_room_and_its_parts() =>
        Book.Bookables(withParts: false).SelectMany(item => item.UnitCodes).ShouldBeUnique();

    [Fact]
    public void equipment_holds_any_number_of_people()
    {
        ShippedDefinition.Bookable("portable-projector").Holds(500).ShouldBeTrue();
        ShippedDefinition.Bookable("counselling-room").Holds(4).ShouldBeTrue();
        ShippedDefinition.Bookable("counselling-room").Holds(5).ShouldBeFalse();
    }

    [Fact]
    public void a_changed_copy_finds_what_it_holds_itself()
    {
        Book.Find("gym").ShouldNotBeNull();
        Book.Evolve("facility/gym", new FacilityRetired()).Find("gym").ShouldBeNull();
        Book.Find("gym").ShouldNotBeNull();
    }
}
