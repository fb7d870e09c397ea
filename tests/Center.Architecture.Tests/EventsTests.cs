using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Center.Domain.Kernel;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Center.Architecture.Tests;

/// <summary>Events are facts for ever: named in the past, whole numbers and codes, nobody's personal data.</summary>
public sealed class EventsTests
{
    [Fact]
    public void every_event_keeps_the_rules() =>
        Events(House.Domain)
            .SelectMany(EventRules.Of)
            .ShouldBeNone("An event that is stored once can never be changed; mend it before it is stored.");

    [Fact]
    public void every_event_lies_in_the_events_file_of_its_room() =>
        Misplaced(House.SourcesOf("src")).ShouldBeNone("Declare events in src/Center.Domain/<Room>/…Events.cs.");

    [Fact]
    public void what_lies_in_an_events_file_is_an_event_or_part_of_one()
    {
        var held = Events(House.Domain).SelectMany(EventRules.Held).Select(type => type.Name).ToHashSet();
        Nameless(House.SourcesOf("src/Center.Domain"), held)
            .ShouldBeNone("Give the event its [EventName], or move the type to a file of its own.");
    }

    [Fact]
    public void wrong_events_are_found() =>
        typeof(Seeds)
            .GetNestedTypes(BindingFlags.NonPublic)
            .Where(type => type != typeof(Seeds.Price) && type != typeof(Seeds.Caller))
            .SelectMany(EventRules.Of)
            .ShouldFindExactly(
                "BookingNamed has no [EventName]",
                "is stored as 'Booking_Kept'",
                "BookingOpened is no sealed record",
                "BookingClosed is no sealed record",
                "ConfirmBooking is not named noun first, past tense",
                "BookingWeighed: BookingWeighed.Kilograms is a fraction",
                "BookingPriced: Price.Yuan is a fraction",
                "BookingTimed: BookingTimed.At is a fraction, a local time",
                "BookingTagged: BookingTagged.Tags is a dictionary",
                "BookingNoted: BookingNoted.Note looks like personal data",
                "BookingCalled: Caller.Phone looks like personal data",
                "BookingRepeated: BookingRepeated.BookingId repeats the stream id",
                "BookingKeyed: BookingKeyed.Stream repeats the stream id"
            );

    [Fact]
    public void misplaced_and_nameless_events_are_found()
    {
        SourceFile[] sown =
        [
            new(
                "src/Center.Domain/Bookings/BookingEvents.cs",
                "public sealed record BookingLost; public sealed record Held;"
            ),
            new("src/Center.Domain/Bookings/Booking.cs", "[EventName(\"a.b\", 1)] public sealed record BookingFound;"),
            new(
                "src/Center.Api/Bookings/BookingEvents.cs",
                "[EventName(\"a.c\", 1)] public sealed record BookingSent;"
            ),
        ];

        Misplaced(sown).ShouldFindExactly("BookingFound", "BookingSent");
        Nameless(sown, new HashSet<string> { "Held" }).ShouldFindExactly("BookingLost");
    }

    private static IEnumerable<Type> Events(Assembly assembly) =>
        assembly.GetTypes().Where(type => type.GetCustomAttribute<EventNameAttribute>() is not null);

    private static IEnumerable<string> Misplaced(IEnumerable<SourceFile> files) =>
        from file in files
        from type in file.All<TypeDeclarationSyntax>()
        where HasEventName(type)
        where !file.Path.StartsWith("src/Center.Domain/", StringComparison.Ordinal) || !IsEventsFile(file)
        select $"{file.Path}: {type.Identifier.Text}";

    private static IEnumerable<string> Nameless(IEnumerable<SourceFile> files, IReadOnlySet<string> held) =>
        from file in files
        where IsEventsFile(file)
        from type in file.All<TypeDeclarationSyntax>()
        where type is RecordDeclarationSyntax && !HasEventName(type) && !held.Contains(type.Identifier.Text)
        select $"{file.Path}: {type.Identifier.Text}";

    private static bool IsEventsFile(SourceFile file) => file.Name.EndsWith("Events.cs", StringComparison.Ordinal);

    private static bool HasEventName(TypeDeclarationSyntax type) =>
        type
            .AttributeLists.SelectMany(list => list.Attributes)
            .Any(attribute => attribute.Name.ToString() == "EventName");

    private static class Seeds
    {
        internal sealed record BookingNamed;

        [EventName("Booking_Kept", 1)]
        internal sealed record BookingKept;

#pragma warning disable CA1852 // not sealed: that is what must be found
        [EventName("booking.opened", 1)]
        internal record BookingOpened;
#pragma warning restore CA1852

        [EventName("booking.closed", 1)]
        internal sealed class BookingClosed;

        [EventName("booking.confirm", 1)]
        internal sealed record ConfirmBooking;

        [EventName("booking.weighed", 1)]
        internal sealed record BookingWeighed(ValueList<double> Kilograms);

        [EventName("booking.priced", 1)]
        internal sealed record BookingPriced(Price? Price);

        internal sealed record Price(decimal Yuan);

        [EventName("booking.timed", 1)]
        internal sealed record BookingTimed(DateTime At);

        [EventName("booking.tagged", 1)]
        internal sealed record BookingTagged(IReadOnlyDictionary<string, string> Tags);

        [EventName("booking.noted", 1)]
        internal sealed record BookingNoted(string? Note);

        [EventName("booking.called", 1)]
        internal sealed record BookingCalled(ValueList<Caller> Callers);

        internal sealed record Caller(string Phone);

        [EventName("booking.repeated", 1)]
        internal sealed record BookingRepeated(BookingId BookingId);

        [EventName("booking.keyed", 1)]
        internal sealed record BookingKeyed(string Stream);
    }
}
