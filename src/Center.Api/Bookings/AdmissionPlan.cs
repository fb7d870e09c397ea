using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Kernel;
using Center.Projections.Access;
using Center.Projections.Bookings;
using Center.Projections.EventStore;
using Center.Projections.Facilities;
using Center.Projections.People;
using Npgsql;

namespace Center.Api.Bookings;

/// <summary>What a batch asks the database in the round trip that takes the lock.</summary>
/// <param name="works">Knows the instant.</param>
/// <param name="centre">The centre (tenant).</param>
/// <param name="commands">The batch.</param>
/// <param name="lost">First event of an attempt whose fate is unknown, or null.</param>
internal sealed class AdmissionPlan(
    WorkFactory works,
    string centre,
    IReadOnlyList<WaitingCommand> commands,
    EventPlace? lost
)
{
    private const string Happened =
        "select from center.mt_events where tenant_id = $1 and stream_id = $2 and version = $3 and id = $4";

    private BookRevision _revision = null!;
    private AdmissionAnswers _answers = null!;
    private IReadOnlyList<BookingId> _lapsed = null!;
    private SubjectRevisions _callers = null!;
    private SamePeople _people = null!;
    private StreamAnswers _streams = null!;

    /// <summary>Whether the lost attempt was committed after all.</summary>
    public bool HasHappened { get; private set; }

    /// <summary>Answers already given to the batch's idempotency keys.</summary>
    public Dictionary<KeyPlace, KeptAnswer> Kept { get; private set; } = [];

    /// <summary>Whether a caller still is what he was known as when he came.</summary>
    public bool StandsFor(Caller caller) => caller.Revision is not { } known || _callers.Stands(known);

    /// <summary>Adds the questions.</summary>
    public void Ask(RoundTrip trip)
    {
        if (lost is { } first)
        {
            trip.AskRows(
                Happened,
                _ => HasHappened = true,
                new NpgsqlParameter { Value = centre },
                new NpgsqlParameter { Value = first.Stream },
                new NpgsqlParameter { Value = first.Version },
                new NpgsqlParameter { Value = first.Id }
            );
        }

        var places = commands.Select(command => KeyPlace.Of(command.Head)).OfType<KeyPlace>().Distinct().ToList();
        Kept = IdempotencyKeys.Ask(trip, centre, places, works.InstantOrNull());
        _callers = SubjectRevisions.Ask(
            trip,
            centre,
            commands.Select(command => command.Head.Caller.Revision).OfType<SubjectRevision>()
        );
        _people = SamePeople.Ask(trip, centre, commands.SelectMany(command => command.Foreseen.People));
        _revision = CentreBooks.Ask(trip, centre);
        _lapsed = AdmissionReads.AskLapsed(trip, centre, works.InstantOrNull(), BookingDesk.MostLapsedAtOnce);
        _answers = AdmissionReads.Ask(trip, centre, Needs());
        _streams = StreamAnswers.Ask(trip, centre, commands.SelectMany(command => command.Foreseen.Streams));
    }

    /// <summary>Gives the answers to the transaction, and lapses what has lapsed.</summary>
    public Task PrepareAsync(Work work)
    {
        work.Know(_streams);
        CentreBooks.Know(work, _revision);
        AdmissionLedger.Of(work).Know(_answers);
        SamePeople.Know(work, _people);
        return BookingDesk.LapseAsync(new Command(work, Caller.Console(centre), null), _lapsed);
    }

    private List<AdmissionNeed> Needs() =>
        CentreBooks.LastRead(centre) is { } book
            ? [.. commands.Select(command => command.Foreseen.Need?.Invoke(book)).OfType<AdmissionNeed>()]
            : [];
}
