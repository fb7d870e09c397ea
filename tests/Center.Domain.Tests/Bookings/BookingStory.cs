using System;
using System.Collections.Generic;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.Tests.Facilities;
using Center.Domain.Tests.Kernel;

namespace Center.Domain.Tests.Bookings;

/// <summary>Wishes, facts and events of bookings, as they are in most tests; each test changes what it is about.</summary>
internal static class BookingStory
{
    /// <summary>A Tuesday morning, eleven days before the Saturday that is booked.</summary>
    public static DateTimeOffset Now { get; } = ShippedDefinition.At("2026-11-24T09:00:00");

    public static TimeWindow Saturday { get; } = ShippedDefinition.Window("2026-12-05T14:00:00", "2026-12-05T16:00:00");

    public static PersonId Resident { get; } = new(Guid.Parse("0190aaaa-0000-7000-8000-000000000001"));

    public static BookingWish Wish(string facility = "music-room", TimeWindow? window = null, int people = 10) =>
        new(
            ShippedDefinition.Bookable(facility),
            window ?? Saturday,
            people,
            "rehearsal",
            null,
            Resident,
            null,
            null,
            [],
            null
        );

    public static AdmissionFacts Facts(DateTimeOffset? now = null, params string[] taken) =>
        new(
            now ?? Now,
            ShippedDefinition.Book,
            new HashSet<string>(taken),
            Closed: false,
            PersonBusy: false,
            PersonUse: default,
            OrganisationUse: default
        );

    public static BookingTerms Terms(BookingWish? wish = null)
    {
        var (terms, _, refusal) = Admission.Admit(wish ?? Wish(), Facts());
        return refusal is null ? terms! : throw new InvalidOperationException(refusal.Detail);
    }

    public static BookingRules Rules { get; } =
        ShippedDefinition.Book.RulesFor(ShippedDefinition.Bookable("music-room"), new DateOnly(2026, 12, 5));

    public static BookingHeld Held(bool needsApproval = false) => new(Terms(), Now.AddMinutes(10), needsApproval);

    public static BookingRequested Requested() => new(Terms(), Now.AddHours(72));

    public static BookingConfirmed Confirmed() => new(Terms(), ConfirmedHow.AtOnce);

    public static Scenario.Given<Booking> Given(params object[] events) =>
        Scenario.Of(Booking.Initial, Booking.Evolve, events);
}
