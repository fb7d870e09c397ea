using System;
using System.Threading.Tasks;
using Center.Api.Bookings;
using Center.Domain.Kernel;
using Center.Projections.EventStore;

namespace Center.Api.Demonstration;

/// <summary>
/// Nobody is reminded of deadlines in a told past: the story lets holds and requests lapse at their own instants. Those
/// that are still open at its end lapse as state for whoever meets them.
/// </summary>
internal sealed class NoReminders : IBookingReminders
{
    public Task RemindAsync(Work work, BookingId id, DateTimeOffset deadline) => Task.CompletedTask;
}
