using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.FrontDesk.Pages;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Center.Projections.Facilities;
using Marten;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Center.Api.FrontDesk;

/// <summary>Makes the pages of the desk.</summary>
/// <param name="reads">What they show.</param>
internal sealed class DeskShowing(DeskReads reads)
{
    /// <summary>The desk itself: the field, what is free, the queue and the day.</summary>
    public async Task<IResult> DeskAsync(HttpContext http, DeskNotice? notice = null)
    {
        var (view, places) = await reads.OpenAsync(http);
        var day = await reads.DayAsync(http, view, view.Today);
        var queue = await reads.QueueAsync(http, view);
        if (notice?.Booking is { } newest)
        {
            var isToday =
                newest.Site == view.Site.Code && view.Book.Zone.DateOf(newest.Shown.Window.Start) == view.Today;
            day = isToday ? DeskReads.With(day, newest) : day;
            queue = [.. queue.Where(one => one.Id != newest.Id)];
        }

        return PageAnswer.Show<DeskPage>(
            http,
            StatusOf(notice),
            new
            {
                View = view with
                {
                    Notice = notice,
                },
                Places = places,
                Day = day,
                Queue = queue,
            }
        );
    }

    /// <summary>Whoever stands before the desk: who that is, today's bookings, and what is free.</summary>
    /// <param name="http">The request.</param>
    /// <param name="person">The person, or null for a booking of an organisation.</param>
    /// <param name="first">The booking that was scanned or acted on, or null.</param>
    /// <param name="notice">What was just done.</param>
    public async Task<IResult> PersonAsync(HttpContext http, Guid? person, DeskBooking? first, DeskNotice? notice)
    {
        var (view, places) = await reads.OpenAsync(http);
        var who =
            first is null && person is { } id
                ? await reads.PersonAsync(http, view, id)
                : await reads.BookerAsync(http, view, person);
        var bookings = who is null ? [] : await reads.OfPersonAsync(http, view, who.Id);
        IReadOnlyList<DeskBooking> all = first is null ? bookings : DeskReads.With(bookings, first);
        return PageAnswer.Show<DeskPersonPage>(
            http,
            StatusOf(notice),
            new
            {
                View = view with
                {
                    Notice = notice,
                },
                Person = who,
                Bookings = all,
                Due = notice is null ? DueOf(all, first) : null,
                Places = who is null ? [] : places,
            }
        );
    }

    /// <summary>Writing down whoever is not known.</summary>
    public async Task<IResult> NewcomerAsync(HttpContext http, NewcomerAsk ask, DeskNotice? notice = null)
    {
        var (view, places) = await reads.OpenAsync(http);
        return PageAnswer.Show<NewcomerPage>(
            http,
            StatusOf(notice),
            new
            {
                View = view with
                {
                    Notice = notice,
                },
                Places = places,
                Ask = ask,
            }
        );
    }

    /// <summary>Several whom one code may mean.</summary>
    public async Task<IResult> SeveralAsync(HttpContext http, DeskFound found)
    {
        var (view, _) = await reads.OpenAsync(http);
        var people = new List<DeskPerson>();
        foreach (var person in found.People)
        {
            people.Add(await reads.PersonAsync(http, view, person));
        }

        var bookings = new List<DeskBooking>();
        foreach (var booking in found.Bookings)
        {
            bookings.Add(await reads.OneAsync(http, view, booking));
        }

        return PageAnswer.Show<SeveralPage>(
            http,
            200,
            new
            {
                View = view,
                People = people,
                Bookings = bookings,
            }
        );
    }

    /// <summary>Says to whoever is signed in and may not use the desk that it is so, and where else to go.</summary>
    public static Task<IResult> NotYoursAsync(HttpContext http) =>
        RefusedAsync(http, new Refusal("forbidden", "The desk is for its staff."));

    /// <summary>Why not, on a page of its own.</summary>
    public static async Task<IResult> RefusedAsync(HttpContext http, Refusal refusal)
    {
        var book = await http
            .RequestServices.GetRequiredService<NpgsqlDataSource>()
            .BookAsync(
                http.RequestServices.GetRequiredService<IDocumentStore>(),
                Caller.Of(http).Centre,
                http.RequestAborted
            );
        return PageAnswer.Show<DeskRefusedPage>(
            http,
            ProblemCatalogue.Of(refusal.Code).Status,
            new { Book = book, Refusal = refusal }
        );
    }

    public static int StatusOf(DeskNotice? notice) =>
        notice?.Refusal is { } refusal ? ProblemCatalogue.Of(refusal.Code).Status : 200;

    // Enter alone does only what was foreseen: the check-in of what was scanned, or else of the first that is due.
    private static DeskAct? DueOf(IReadOnlyList<DeskBooking> bookings, DeskBooking? scanned) =>
        (
            scanned is null ? bookings.FirstOrDefault(one => one.IsDue)
            : scanned.IsDue ? scanned
            : null
        )
            is { } due
            ? DeskAct.On(DeskAct.CheckIn, due.Id)
            : null;
}
