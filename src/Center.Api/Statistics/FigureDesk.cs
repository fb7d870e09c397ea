using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Facilities;
using Center.Projections.Bookings;
using Center.Projections.EventStore;
using Center.Projections.Facilities;
using Center.Projections.Statistics;
using Marten;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Center.Api.Statistics;

/// <summary>Puts questions about figures to the centre of the caller: to its views, or to their rows of an earlier moment.</summary>
/// <param name="answers">The answers of now.</param>
/// <param name="past">The past.</param>
/// <param name="refusals">What was refused; never asked for the past.</param>
/// <param name="source">Connections to the database.</param>
/// <param name="store">The event store.</param>
/// <param name="clock">Says what today is.</param>
internal sealed class FigureDesk(
    FigureAnswers answers,
    PastReads past,
    RefusalCounts refusals,
    NpgsqlDataSource source,
    IDocumentStore store,
    TimeProvider clock
)
{
    /// <summary>Reads the question and answers it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="reads">Reads the views of now.</param>
    /// <param name="say">Makes the answer of the question, its figures and the position that they stand at.</param>
    public async Task<IResult> AnswerAsync(
        HttpContext context,
        ViewReads reads,
        Func<FigureQuestion, IReadOnlyList<Figure>, long, IResult> say
    )
    {
        var centre = Caller.Of(context).Centre;
        var query = FigureQuestion.Read(context.Request);
        var moment = await past.MomentAsync(context, query);
        var book = await source.BookAsync(store, centre, context.RequestAborted);
        var today = book.Zone.DateOf(moment?.At ?? clock.GetUtcNow());
        var question = FigureQuestion.Of(query, moment, today);
        if (moment is not null)
        {
            var figures = await AsOfAsync(context, centre, question, moment);
            return say(question, figures, moment.Position);
        }

        return await reads.FromAsync(
            FiguresView.ViewName,
            async (_, position) =>
                say(question, await answers.AnswerAsync(centre, book, question, context.RequestAborted), position)
        );
    }

    // The definition is that of the moment too: it says which keys there were, and how long places were open.
    private async Task<IReadOnlyList<Figure>> AsOfAsync(
        HttpContext context,
        string centre,
        FigureQuestion question,
        LogMoment moment
    )
    {
        var stopping = context.RequestAborted;
        await using var rows = await past.FoldAsync(
            centre,
            moment,
            stopping,
            FiguresView.ViewName,
            CentreBookView.ViewName
        );
        var book = await rows.FindAsync<CentreBookRow>(CentreBookRow.TheOnly, stopping);
        var then = new FigureAnswers(new FigureSums(source, rows.Schema), refusals);
        PastReads.Tell(context, moment);
        return await then.AnswerAsync(centre, book?.Book ?? CentreBook.Empty, question, stopping);
    }
}
