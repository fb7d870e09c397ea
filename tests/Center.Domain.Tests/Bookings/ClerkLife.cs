using System;
using System.Collections.Generic;
using System.Linq;
using Center.Domain.Bookings;

namespace Center.Domain.Tests.Bookings;

/// <summary>What becomes of bookings, as the clerk writes it down. Each act gives <c>ok</c> or the codes of a refusal.</summary>
internal sealed partial class Clerk
{
    private const string Ok = "ok";

    public string Place(int id, BookingWish wish, DateTimeOffset now, bool hold, IReadOnlyList<string> units)
    {
        if (Bookings.ContainsKey(id))
        {
            return "wrong-state";
        }

        var (refusal, line) = Admit(wish, now, id);
        if (line is null)
        {
            return refusal!;
        }

        line.Units = units;
        if (hold)
        {
            var expires = now.AddMinutes(RulesOf(wish).HoldFor);
            (line.State, line.Until) = (BookingStatus.Held, expires < line.End ? expires : line.End);
        }
        else if (!Stand(line, now))
        {
            return "policy-notice-too-short";
        }

        Bookings[id] = line;
        return Ok;
    }

    public string Move(int id, BookingWish wish, DateTimeOffset now, IReadOnlyList<string> units)
    {
        if (Other(id, BookingStatus.Confirmed, BookingStatus.Requested) is { } wrong)
        {
            return wrong;
        }

        var before = Bookings[id];
        if (now >= before.End)
        {
            return "wrong-state";
        }

        var (refusal, line) = Admit(wish, now, id);
        if (line is null)
        {
            return refusal!;
        }

        line.Units = units;
        if (line.Terms == before.Terms)
        {
            return Ok;
        }

        if (!Stand(line, now))
        {
            return "policy-notice-too-short";
        }

        Bookings[id] = line;
        return Ok;
    }

    public string Confirm(int id, DateTimeOffset now)
    {
        if (IsAlready(id, BookingStatus.Confirmed))
        {
            return Ok;
        }

        if (Other(id, BookingStatus.Held) is { } wrong)
        {
            return wrong;
        }

        // Whoever decides only after the beginning gets the same time to come as whoever books then.
        var line = Bookings[id];
        if (line.Release is not null && line.Start < now && !line.WaitsLater)
        {
            line.Release = ReleaseOf(line.Wish, RulesOf(line.Wish), now);
        }

        return Stand(line, now) ? Ok : "policy-notice-too-short";
    }

    public string Approve(int id)
    {
        if (IsAlready(id, BookingStatus.Confirmed))
        {
            return Ok;
        }

        return Other(id, BookingStatus.Requested) ?? Becomes(id, BookingStatus.Confirmed, Bookings[id].Release);
    }

    public string Decline(int id) =>
        IsAlready(id, BookingStatus.Declined)
            ? Ok
            : Other(id, BookingStatus.Requested) ?? Becomes(id, BookingStatus.Declined, null);

    public string Cancel(int id, DateTimeOffset now)
    {
        if (IsAlready(id, BookingStatus.Cancelled))
        {
            return Ok;
        }

        var wrong = Other(id, BookingStatus.Held, BookingStatus.Requested, BookingStatus.Confirmed);
        return wrong ?? (now >= Bookings[id].End ? "wrong-state" : Becomes(id, BookingStatus.Cancelled, null));
    }

    public string CheckIn(int id, DateTimeOffset now)
    {
        if (IsAlready(id, BookingStatus.CheckedIn))
        {
            return Ok;
        }

        if (Other(id, BookingStatus.Confirmed) is { } wrong)
        {
            return wrong;
        }

        var line = Bookings[id];
        return (line.Start - now).TotalMinutes > RulesOf(line.Wish).CheckInOpens ? "policy-check-in-not-open"
            : now >= line.End ? "wrong-state"
            : Becomes(id, BookingStatus.CheckedIn, null);
    }

    public string Undo(int id) =>
        IsAlready(id, BookingStatus.Confirmed) ? Ok
        : IsAlready(id, BookingStatus.CheckedIn) ? Becomes(id, BookingStatus.Confirmed, Bookings[id].Release)
        : "wrong-state";

    public string CheckOut(int id, DateTimeOffset now)
    {
        if (IsAlready(id, BookingStatus.CheckedOut))
        {
            return Ok;
        }

        if (!IsAlready(id, BookingStatus.CheckedIn))
        {
            return "wrong-state";
        }

        Bookings[id].Left = now;
        return Becomes(id, BookingStatus.CheckedOut, null);
    }

    // Stands at once, or waits for approval: so many hours, at the latest so long before the start.
    private bool Stand(ClerkBooking line, DateTimeOffset now)
    {
        var rules = RulesOf(line.Wish);
        if (!line.WaitsLater)
        {
            (line.State, line.Until) = (BookingStatus.Confirmed, line.Release);
            return true;
        }

        var lapses = LapsesAt(line.Wish, rules, now);
        if (lapses <= now)
        {
            return false;
        }

        (line.State, line.Until, line.WaitsLater) = (BookingStatus.Requested, lapses, false);
        return true;
    }

    private bool IsAlready(int id, BookingStatus state) =>
        Bookings.TryGetValue(id, out var line) && line.State == state;

    private string? Other(int id, params BookingStatus[] wanted) =>
        !Bookings.TryGetValue(id, out var line) ? "wrong-state"
        : wanted.Contains(line.State) ? null
        : line.State == BookingStatus.Lapsed ? "lapsed"
        : "wrong-state";

    private string Becomes(int id, BookingStatus state, DateTimeOffset? until)
    {
        (Bookings[id].State, Bookings[id].Until) = (state, until);
        return Ok;
    }
}
