using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Domain.Bookings;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using JasperFx.Events;
using Marten;

namespace Center.Projections.Bookings;

/// <summary>One booking in a list.</summary>
/// <param name="Id">The booking's id as text.</param>
/// <param name="Facility">Code of the facility or part.</param>
/// <param name="Whole">Code of the whole facility; the same as <paramref name="Facility"/> unless that is a part.</param>
/// <param name="Site">Code of the site.</param>
/// <param name="Kind">What about the facility cannot be shared.</param>
/// <param name="ServiceLine">Code of the service line that it counts for.</param>
/// <param name="Start">First instant, inclusive.</param>
/// <param name="End">End, exclusive.</param>
/// <param name="People">Number of people, at least 1.</param>
/// <param name="Purpose">Purpose code.</param>
/// <param name="Person">The person it is for, or null.</param>
/// <param name="Organisation">Code of the organisation it is for, or null.</param>
/// <param name="Units">Codes of the units taken.</param>
/// <param name="Extras">Equipment lent with it.</param>
/// <param name="PolicyVersion">Version of the rules it was decided by.</param>
/// <param name="Status">As the events say; a deadline may have passed since.</param>
/// <param name="Deadline">See <see cref="Booking.Deadline"/>.</param>
/// <param name="LeftAt">When they left; null before a check-out.</param>
/// <param name="Version">Version of the booking's stream.</param>
/// <param name="Position">Log position of its newest event.</param>
/// <param name="UpdatedAt">Instant of its newest event.</param>
/// <param name="ReleaseAt">When it is given free if nobody comes; null where no-shows are not counted.</param>
/// <param name="Override">Rules set aside by staff, or null when none were.</param>
/// <param name="BookedBy">Subject that booked it: the actor of its first event.</param>
public sealed record BookingSheet(
    string Id,
    string Facility,
    string Whole,
    string Site,
    FacilityKind Kind,
    string ServiceLine,
    DateTimeOffset Start,
    DateTimeOffset End,
    int People,
    string Purpose,
    PersonId? Person,
    string? Organisation,
    ValueList<string> Units,
    ValueList<Extra> Extras,
    string PolicyVersion,
    BookingStatus Status,
    DateTimeOffset? Deadline,
    DateTimeOffset? LeftAt,
    long Version,
    long Position,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ReleaseAt = null,
    Override? Override = null,
    string? BookedBy = null
) : IViewRow
{
    /// <summary>Where it stands at an instant, tidied up or not; see <see cref="Booking.StatusAt(DateTimeOffset)"/>.</summary>
    /// <param name="now">The instant.</param>
    public BookingStatus StatusAt(DateTimeOffset now) => Booking.StatusAt(Status, Deadline, now);
}

/// <summary>Which facility a part belongs to, as long as this view needs it.</summary>
/// <param name="Id">Code of the part.</param>
/// <param name="Whole">Code of the facility.</param>
public sealed record BookingSheetPart(string Id, string Whole) : IViewRow;

/// <summary>All bookings as they stand, for lists and the day's board.</summary>
public sealed class BookingSheetView : View
{
    /// <summary>Name of the view.</summary>
    public const string ViewName = "bookings";

    private const string Bookings = "booking/";

    /// <inheritdoc/>
    public override string Name => ViewName;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? Streams => [Bookings, "facility/"];

    /// <inheritdoc/>
    public override IReadOnlyList<Type> RowTypes => [typeof(BookingSheet), typeof(BookingSheetPart)];

    /// <inheritdoc/>
    public override void Index(MartenRegistry schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        schema.For<BookingSheet>().Index(sheet => sheet.Start).Index(sheet => sheet.Whole);
    }

    /// <inheritdoc/>
    public override IEnumerable<RowKey> Needs(IEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (IdOf(e) is { } id)
        {
            yield return new RowKey(typeof(BookingSheet), id);
        }

        if (TermsOf(e.Data) is { } terms)
        {
            yield return new RowKey(typeof(BookingSheetPart), terms.Facility);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask ApplyAsync(IEvent e, ViewRows rows)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(rows);
        if (IdOf(e) is { } id)
        {
            await ApplyAsync(id, e, rows);
            return;
        }

        foreach (var part in PartsOf(e.Data))
        {
            rows.Store(new BookingSheetPart(part.Code, e.StreamKey![(e.StreamKey!.IndexOf('/') + 1)..]));
        }
    }

    private static async ValueTask ApplyAsync(string id, IEvent e, ViewRows rows)
    {
        var before = await rows.FindAsync<BookingSheet>(id);
        var terms = TermsOf(e.Data);
        var sheet = terms is null ? before : Of(id, terms, await WholeOfAsync(terms, rows), before);
        if (sheet is null)
        {
            return;
        }

        var state = Booking.Evolve(new Booking(sheet.Status, null, sheet.Deadline, false), e.Data);
        rows.Store(
            sheet with
            {
                Status = state.Status,
                Deadline = state.Status == BookingStatus.Confirmed ? sheet.ReleaseAt : state.Deadline,
                LeftAt = e.Data is BookingCheckedOut left ? left.At : sheet.LeftAt,
                Version = e.Version,
                Position = e.Sequence,
                UpdatedAt = e.Timestamp,
                BookedBy = before is null ? e.UserName : before.BookedBy,
            }
        );
    }

    private static async ValueTask<string> WholeOfAsync(BookingTerms terms, ViewRows rows) =>
        (await rows.FindAsync<BookingSheetPart>(terms.Facility))?.Whole ?? terms.Facility;

    private static BookingSheet Of(string id, BookingTerms terms, string whole, BookingSheet? before) =>
        new(
            id,
            terms.Facility,
            whole,
            terms.Site,
            terms.Kind,
            terms.ServiceLine,
            terms.Window.Start,
            terms.Window.End,
            terms.People,
            terms.Purpose,
            terms.Person,
            terms.Organisation,
            terms.Units,
            terms.Extras,
            terms.PolicyVersion,
            before?.Status ?? BookingStatus.None,
            before?.Deadline,
            before?.LeftAt,
            0,
            0,
            default,
            terms.ReleaseAt,
            terms.Override
        );

    private static string? IdOf(IEvent e) =>
        e.StreamKey!.StartsWith(Bookings, StringComparison.Ordinal) ? e.StreamKey[Bookings.Length..] : null;

    private static BookingTerms? TermsOf(object @event) =>
        @event switch
        {
            BookingHeld held => held.Terms,
            BookingRequested requested => requested.Terms,
            BookingConfirmed confirmed => confirmed.Terms,
            BookingRescheduled rescheduled => rescheduled.Terms,
            _ => null,
        };

    private static ValueList<FacilityPart> PartsOf(object @event) =>
        @event switch
        {
            FacilityOpened opened => opened.Parts,
            FacilityUnitsChanged changed => changed.Parts,
            _ => [],
        };
}
