using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

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

    private static Task<IResult> FiguresAsync(HttpContext context, FigureDesk desk, ViewReads reads) =>
        desk.AnswerAsync(
            context,
            reads,
            (question, figures, position) => new JsonAnswer(FigureReport.Of(question, figures, position))
        );

    private static Task<IResult> CsvAsync(HttpContext context, FigureDesk desk, ViewReads reads) =>
        desk.AnswerAsync(
            context,
            reads,
            (question, figures, _) => Results.Text(FigureReport.Csv(question, figures), "text/csv; charset=utf-8")
        );
}
