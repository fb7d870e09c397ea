using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Wolverine;
using Wolverine.Marten;

namespace Center.Api.Bookings;

/// <summary>
/// A durable reminder that deadlines pass; a hint, the deadline itself is state of each booking. One does for all bookings
/// of the centre with the same deadline.
/// </summary>
/// <param name="Centre">The centre (tenant).</param>
/// <param name="Booking">The booking for which it was written first.</param>
/// <param name="Deadline">When the hold or request ends, or when somebody must have come.</param>
public sealed record BookingDeadlinePassed(string Centre, Guid Booking, DateTimeOffset Deadline);

/// <summary>Reminders that tidy up after holds, requests and no-shows.</summary>
internal interface IBookingReminders
{
    /// <summary>Reminds at the deadline, if the transaction commits.</summary>
    Task RemindAsync(Work work, BookingId id, DateTimeOffset deadline);
}

/// <summary>
/// Writes reminders in the transaction of the booking. Rooms are released at the same few times of the day, so most
/// bookings find their reminder written already.
/// </summary>
/// <param name="outbox">Wolverine's outbox.</param>
/// <param name="known">What this node has written.</param>
internal sealed class BookingDeadlines(IMartenOutbox outbox, KnownReminders known) : IBookingReminders
{
    public async Task RemindAsync(Work work, BookingId id, DateTimeOffset deadline)
    {
        var written = work.Once(_ => new Written());
        if (known.Has(work.Centre, deadline, work.Now) || !written.Deadlines.Add(deadline))
        {
            return;
        }

        outbox.Enroll(work.Session);
        await outbox.ScheduleAsync(new BookingDeadlinePassed(work.Centre, id.Value, deadline), deadline);
        work.AfterCommit(() => known.Learn(work.Centre, deadline, work.Now));
    }

    private sealed class Written
    {
        public HashSet<DateTimeOffset> Deadlines { get; } = [];
    }
}

/// <summary>
/// Reminders that are certain to be in the database, because this node committed them. One that is forgotten is only
/// written twice.
/// </summary>
internal sealed class KnownReminders
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<(string Centre, DateTimeOffset Deadline), byte> _known = new();

    /// <summary>Whether a reminder of that deadline is still to come.</summary>
    public bool Has(string centre, DateTimeOffset deadline, DateTimeOffset now) =>
        deadline > now && _known.ContainsKey((centre, deadline));

    public void Learn(string centre, DateTimeOffset deadline, DateTimeOffset now)
    {
        if (_known.Count >= Most)
        {
            foreach (var past in _known.Keys)
            {
                if (past.Deadline <= now)
                {
                    _known.TryRemove(past, out _);
                }
            }
        }

        if (_known.Count < Most)
        {
            _known[(centre, deadline)] = 0;
        }
    }
}
