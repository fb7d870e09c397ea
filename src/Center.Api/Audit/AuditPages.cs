using System;
using System.Globalization;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Audit.Pages;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Audit;

/// <summary>The auditor's pages: how far the log has come, its events, replays, and one stream from its first event on.</summary>
internal static class AuditPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = Group(app);
        pages.MapGet("/audit", OverviewAsync).Requires(Permission.ReadEvents);
        pages.MapGet("/audit/find", FindAsync).Requires(Permission.ReadEvents);
        pages.MapGet("/audit/streams/{**key}", StreamAsync).Requires(Permission.ReadEvents);
        pages
            .MapGet("/audit/events/{id:guid}/receipt", ReceiptAsync)
            .Requires(Permission.ReadEvents)
            .AddEndpointFilter(LogDamage.ExplainAsync);
        pages.MapPost("/audit/replays", StartAsync).Requires(Permission.Replay);
        pages.MapPost("/audit/replays/{id:guid}/cancel", CancelAsync).Requires(Permission.Replay);
        pages.MapPost("/audit/replays/{id:guid}/resume", ResumeAsync).Requires(Permission.Replay);
    }

    /// <summary>Pages for whoever may read events; others who are known are told so.</summary>
    public static RouteGroupBuilder Group(IEndpointRouteBuilder app) =>
        app.MapGroup(string.Empty)
            .ExcludeFromDescription()
            .TellsRefusals(AuditShowing.RefusedAsync)
            .ShowsOthers(AuditShowing.NotYoursAsync);

    private static async Task<IResult> OverviewAsync(HttpContext http, AuditReads reads)
    {
        var did = http.Request.Query["did"].ToString();
        var overview = await reads.OverviewAsync(http, Number(http.Request.Query["upto"].ToString()));
        return AuditShowing.Overview(http, overview with { Did = did is "start" or "cancel" or "resume" ? did : null });
    }

    private static async Task<IResult> FindAsync(HttpContext http, AuditReads reads)
    {
        var words = http.Request.Query["q"].ToString().Trim();
        return words.Length == 0 ? Results.LocalRedirect("/audit")
            : Number(words) is { } position ? Results.LocalRedirect($"/audit?upto={position}#events")
            : await reads.FindAsync(http, words) is { } path ? Results.LocalRedirect(path)
            : throw new RefusedException("not-found", "There is no such stream and no such event.");
    }

    private static async Task<IResult> StreamAsync(string? key, HttpContext http, AuditReads reads) =>
        PageAnswer.Show<StreamPage>(http, 200, new { Stream = await reads.StreamAsync(http, key ?? string.Empty) });

    private static async Task<IResult> ReceiptAsync(Guid id, HttpContext http, AuditReceipts receipts)
    {
        var receipt = await receipts.MakeAsync(http, id, Number(http.Request.Query["size"].ToString()));
        return PageAnswer.Show<ReceiptPage>(http, 200, new { Receipt = receipt });
    }

    private static async Task<IResult> StartAsync(
        HttpContext http,
        PageForms forms,
        CommandDoor door,
        RunReplays runner,
        FinalPositions ends,
        AuditReads reads
    )
    {
        var form = await forms.ReadAsync(http);
        var until = form.Text("as-of");
        if (until.Length > 0 && Number(until) is null)
        {
            throw new RefusedException("invalid-value", "A replay ends at a position.", "as-of");
        }

        var start = ReplayActs.Start(new ReplayDemand(form.Text("view"), Number(until)), ends);
        var answer = await door.AnswerAsync(form.Hash, form.Once, start);
        runner.Wake();
        return await ToldAsync(http, "start", answer, reads);
    }

    private static async Task<IResult> CancelAsync(
        Guid id,
        HttpContext http,
        PageForms forms,
        CommandDoor door,
        ReplayRuns runs,
        AuditReads reads
    )
    {
        var form = await forms.ReadAsync(http);
        var answer = await door.AnswerAsync(form.Hash, form.Once, ReplayActs.Cancel(id, runs));
        return await ToldAsync(http, "cancel", answer, reads);
    }

    private static async Task<IResult> ResumeAsync(
        Guid id,
        HttpContext http,
        PageForms forms,
        CommandDoor door,
        ReplayRuns runs,
        RunReplays runner,
        AuditReads reads
    )
    {
        var form = await forms.ReadAsync(http);
        var answer = await door.AnswerAsync(form.Hash, form.Once, ReplayActs.Resume(id, runs));
        runner.Wake();
        return await ToldAsync(http, "resume", answer, reads);
    }

    private static async Task<IResult> ToldAsync(
        HttpContext http,
        string did,
        CommandAnswer answer,
        AuditReads reads
    ) =>
        await answer.RefusalAsync() is { } refusal
            ? AuditShowing.Overview(http, await reads.OverviewAsync(http, null) with { Refusal = refusal })
            : Results.LocalRedirect($"/audit?did={did}#replays");

    /// <summary>A position that somebody typed; null when it is none.</summary>
    public static long? Number(string text) => WholeNumbers.TryRead(text, out var number) ? number : null;
}
