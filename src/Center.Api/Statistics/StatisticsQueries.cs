using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Projections.Facilities;
using Center.Projections.Statistics;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Statistics;

/// <summary>Figures, and the stream of what happens.</summary>
internal static class StatisticsQueries
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/figures", FiguresAsync).Requires(Permission.SeeFigures).WithSummary("Figures of the centre");
        api.MapGet("/figures.csv", CsvAsync)
            .Requires(Permission.SeeFigures)
            .AnswersAs("text/csv")
            .WithSummary("Figures as CSV");
        api.MapGet("/live", LiveStream.Api)
            .Requires(Permission.SeeLive)
            .AnswersAs("text/event-stream")
            .WithSummary("What happens, as it happens");
    }

    private static async Task<IResult> FiguresAsync(HttpContext context, FigureDesk desk, ViewReads reads)
    {
        var question = await desk.QuestionAsync(context);
        return await reads.FromAsync(
            FiguresView.ViewName,
            async (_, position) =>
                new JsonAnswer(FigureReport.Of(question, await desk.AnswerAsync(context, question), position))
        );
    }

    private static async Task<IResult> CsvAsync(HttpContext context, FigureDesk desk, ViewReads reads)
    {
        var question = await desk.QuestionAsync(context);
        return await reads.FromAsync(
            FiguresView.ViewName,
            async (_, _) =>
                Results.Text(
                    FigureReport.Csv(question, await desk.AnswerAsync(context, question)),
                    "text/csv; charset=utf-8"
                )
        );
    }
}

/// <summary>Puts questions about figures to the centre of the caller.</summary>
/// <param name="answers">The answers.</param>
/// <param name="source">Connections to the database.</param>
/// <param name="store">The event store.</param>
/// <param name="clock">Says what today is.</param>
internal sealed class FigureDesk(
    FigureAnswers answers,
    NpgsqlDataSource source,
    IDocumentStore store,
    TimeProvider clock
)
{
    public async Task<FigureQuestion> QuestionAsync(HttpContext context)
    {
        var book = await source.BookAsync(store, Caller.Of(context).Centre, context.RequestAborted);
        return FigureQuestion.Of(context.Request, book.Zone.DateOf(clock.GetUtcNow()));
    }

    public async Task<IReadOnlyList<Figure>> AnswerAsync(HttpContext context, FigureQuestion question)
    {
        var centre = Caller.Of(context).Centre;
        var book = await source.BookAsync(store, centre, context.RequestAborted);
        return await answers.AnswerAsync(centre, book, question, context.RequestAborted);
    }
}
