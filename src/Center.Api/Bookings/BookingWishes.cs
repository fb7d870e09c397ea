using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.Bookings;
using Center.Projections.EventStore;
using Center.Projections.People;

namespace Center.Api.Bookings;

/// <summary>Turns what a client sends into a wish that can be decided on: checks values, the booker and the right to book.</summary>
internal static class BookingWishes
{
    private const int MostPeople = 10_000;

    /// <summary>Reads a new booking's wish.</summary>
    /// <exception cref="RefusedException">A value is wrong, the booker is missing, or the caller may not book so.</exception>
    public static async Task<BookingWish> OfAsync(Command command, CentreBook book, PlaceRequest request)
    {
        var place = PlaceOf(book, request.Facility);
        Require(request.People is > 0 and <= MostPeople, "people", $"People are 1 to {MostPeople}.");
        Require(request.Units is null or (> 0 and <= MostPeople), "units", "Units are at least 1.");
        Require(
            request.ServiceLine is null || book.ServiceLines.Any(line => line.Code == request.ServiceLine),
            "serviceLine",
            "There is no such service line."
        );
        Require(request.Note is null or { Length: <= 2000 }, "note", "A note has at most 2000 characters.");
        var (person, organisation) = await BookerAsync(command, book, place, request);
        return new BookingWish(
            place,
            WindowOf(request.Start, request.End),
            request.People,
            Purposes.Of(request.Purpose),
            request.ServiceLine,
            person,
            organisation,
            request.Units,
            ExtrasOf(book, place, request.Extras ?? []),
            OverrideOf(command.Caller, place, request.Override)
        );
    }

    /// <summary>What deciding on a new booking will read, as far as the request tells before it is checked.</summary>
    public static Foreseen Foresee(Caller caller, PlaceRequest request)
    {
        var (person, organisation) = BookerOf(caller, request);
        List<string> streams = [];
        if (person is { } one && (organisation is null || request.OnBehalfOf is not null))
        {
            streams.Add(PersonView.StreamOf(one));
            if (caller.Person is { } self && self != one)
            {
                streams.Add(PersonView.StreamOf(self));
            }
        }

        PersonId?[] people = [person, caller.Person];
        return new Foreseen(streams, book => NeedOf(book, caller, request))
        {
            People = [.. people.OfType<PersonId>().Distinct()],
        };
    }

    /// <summary>The wish of a booking that moves: everything else stays as it is.</summary>
    public static BookingWish Moved(Command command, CentreBook book, BookingTerms terms, RescheduleRequest request)
    {
        var place = PlaceOf(book, request.Facility ?? terms.Facility);
        var isSame = place.Code == terms.Facility;
        return new BookingWish(
            place,
            WindowOf(request.Start, request.End),
            terms.People,
            terms.Purpose,
            isSame ? terms.ServiceLine : null,
            terms.Person,
            terms.Organisation,
            place.Kind == terms.Kind && place.Kind != FacilityKind.Room ? terms.Units.Count : null,
            [.. terms.Extras.Select(extra => ExtraOf(book, place, new ExtraRequest(extra.Code, extra.Units.Count)))],
            OverrideOf(command.Caller, place, request.Override)
        );
    }

    private static AdmissionNeed? NeedOf(CentreBook book, Caller caller, PlaceRequest request)
    {
        var place = book.Find(request.Facility);
        var window = TimeWindow.TryMake(request.Start, request.End);
        if (place is null || window is null)
        {
            return null;
        }

        var extras = (request.Extras ?? [])
            .Select(extra => book.Find(extra.Code))
            .OfType<Bookable>()
            .Select(equipment => new ExtraWish(equipment, 1));
        var (person, organisation) = BookerOf(caller, request);
        var wish = new BookingWish(
            place,
            window.Value,
            request.People,
            Purposes.Other,
            null,
            person,
            organisation,
            null,
            [.. extras],
            null
        );
        return AdmissionNeed.Of(book, wish);
    }

    private static (PersonId? Person, string? Organisation) BookerOf(Caller caller, PlaceRequest request) =>
        (
            request.OnBehalfOf is { } id ? new PersonId(id) : caller.Person,
            request.Organisation ?? (request.OnBehalfOf is null ? caller.Organisation : null)
        );

    private static async Task<(PersonId? Person, string? Organisation)> BookerAsync(
        Command command,
        CentreBook book,
        Bookable place,
        PlaceRequest request
    )
    {
        var caller = command.Caller;
        var (person, organisation) = BookerOf(caller, request);
        if (request is { Organisation: null, OnBehalfOf: null } && caller.Organisations.Count > 1)
        {
            throw new RefusedException("booker-missing", "Say which organisation, or onBehalfOf for yourself.");
        }

        if (person is null && organisation is null)
        {
            throw new RefusedException("booker-missing", "Say for whom: onBehalfOf a person, or an organisation.");
        }

        var forOthers = caller.May(Permission.BookForOthers, place.Site);
        if (organisation is not null)
        {
            Require(
                book.Organisations.Any(known => known.Code == organisation),
                "organisation",
                "There is no such organisation."
            );
            Allow(forOthers || caller.MayAs(organisation, Permission.Book));
        }

        return person is { } record
            ? (await PersonAsync(command, request, record, forOthers, organisation), organisation)
            : (null, organisation);
    }

    // Whatever record is named, the booking is for the one that counts.
    private static async Task<PersonId> PersonAsync(
        Command command,
        PlaceRequest request,
        PersonId record,
        bool forOthers,
        string? organisation
    )
    {
        var one = await SamePeople.OfAsync(command.Work, record);
        if (request.OnBehalfOf is not null && !one.Is(command.Caller.Person))
        {
            Allow(forOthers || (organisation is null && await ActsForAsync(command, one.Id)));
            Require(await IsRegisteredAsync(command.Work, one.Id), "onBehalfOf", "There is no such person.");
        }

        return one.Id;
    }

    // Nothing is booked in the name of whoever was erased any more.
    private static async Task<bool> IsRegisteredAsync(Work work, PersonId person)
    {
        var known = await work.FoldAsync(PersonView.StreamOf(person), PersonDecider.Initial, PersonDecider.Evolve);
        return known.State.Erased
            ? throw new RefusedException(PersonDecider.Erased)
            : known.State.Registration is not null;
    }

    private static async Task<bool> ActsForAsync(Command command, PersonId other) =>
        command.Caller.Person is { } self && await Ties.In(command.Work).MayAsync(self, other, ConsentKind.Bookings);

    private static Bookable PlaceOf(CentreBook book, string code) =>
        book.Find(code) ?? throw new RefusedException("invalid-value", "There is no such facility.", "facility");

    private static TimeWindow WindowOf(DateTimeOffset start, DateTimeOffset end) =>
        TimeWindow.TryMake(start, end)
        ?? throw new RefusedException("invalid-window", "The end lies after the start.", "end");

    private static List<ExtraWish> ExtrasOf(CentreBook book, Bookable place, IReadOnlyList<ExtraRequest> extras)
    {
        Require(extras.Count <= 20, "extras", "At most 20 extras.");
        Require(extras.DistinctBy(extra => extra.Code).Count() == extras.Count, "extras", "Each extra is named once.");
        return [.. extras.Select(extra => ExtraOf(book, place, extra))];
    }

    private static ExtraWish ExtraOf(CentreBook book, Bookable place, ExtraRequest extra)
    {
        var equipment = book.Find(extra.Code);
        Require(equipment?.Kind == FacilityKind.Equipment, "extras", $"'{extra.Code}' is no equipment.");
        Require(equipment!.Site == place.Site, "extras", $"'{extra.Code}' is lent at its own site only.");
        Require(extra.Units is > 0 and <= MostPeople, "extras", "Units are at least 1.");
        return new ExtraWish(equipment!, extra.Units);
    }

    private static string? OverrideOf(Caller caller, Bookable place, OverrideRequest? asked)
    {
        if (asked is null)
        {
            return null;
        }

        Require(Reasons.Know(asked.ReasonCode), "override.reasonCode", "There is no such reason code.");
        Allow(caller.May(Permission.OverrideRules, place.Site));
        return asked.ReasonCode;
    }

    private static void Require(bool holds, string member, string rule)
    {
        if (!holds)
        {
            throw new RefusedException("invalid-value", rule, member);
        }
    }

    private static void Allow(bool allowed)
    {
        if (!allowed)
        {
            throw new RefusedException("forbidden", "You may not book so.");
        }
    }
}
