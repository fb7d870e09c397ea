using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Audit;
using Center.Projections.Audit;
using Center.Projections.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Audit;

/// <summary>What auditors found: the code is an event, the text lies in the vault under whoever wrote it.</summary>
internal static class FindingEndpoints
{
    private const int LongestText = 4000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/audit/findings", Report).Requires(Permission.WriteFindings);
        api.MapGet("/audit/findings", List).Requires(Permission.ReadEvents);
    }

    private static Task<IResult> Report(
        Body<FindingRequest> body,
        CommandDoor door,
        SampledEvents events,
        VaultKey vaultKey
    )
    {
        var request = body.Value;
        if (request.Text is { Length: > LongestText })
        {
            throw new RefusedException("invalid-value", $"A text has at most {LongestText} characters.", "text");
        }

        return door.RunAsync(body, command => ReportAsync(command, request, events, vaultKey));
    }

    private static async Task<Reply> ReportAsync(
        Command command,
        FindingRequest request,
        SampledEvents events,
        VaultKey vaultKey
    )
    {
        var id = new FindingId(command.NewId(command.Work.Now));
        var exists = await ExistsAsync(command.Work.Centre, request.About, events);
        var ask = new ReportFinding(request.Code, request.Severity, request.About, exists);
        var reported = await command.DecideAsync(
            FindingView.StreamOf(id),
            FindingDecider.Initial,
            FindingDecider.Evolve,
            state => FindingDecider.Decide(ask, state)
        );
        if (reported.Refusal is { } refusal)
        {
            return refusal;
        }

        var by = command.Caller.Subject;
        if (!string.IsNullOrWhiteSpace(request.Text))
        {
            var vault = new Vault(command.Work.Connection, command.Work.Centre, vaultKey);
            await vault.PutAsync(by, FieldOf(id.ToString()), request.Text);
        }

        var row = new FindingRow(id.ToString(), ask.Code, ask.Severity, ask.About, by, command.Work.Now);
        var answer = FindingAnswer.Of(row, request.Text);
        return Reply.Created("/api/v1/audit/findings", answer, bodyToKeep: answer with { Text = null });
    }

    private static async Task<IResult> List(
        HttpContext http,
        FindingList list,
        NpgsqlDataSource source,
        VaultKey vaultKey
    )
    {
        var caller = Caller.Of(http);
        var paging = Paging.Of(new QueryParameters(http.Request, "limit", "cursor"));
        var found = await list.PageAsync(
            caller.Centre,
            paging.After ?? string.Empty,
            paging.Limit + 1,
            http.RequestAborted
        );
        var page = paging.Cut(found, row => row.Id);
        await using var connection = await source.OpenConnectionAsync(http.RequestAborted);
        var vault = new Vault(connection, caller.Centre, vaultKey);
        var items = new List<FindingAnswer>();
        foreach (var row in page.Items)
        {
            // A text may name people; it is for those who write such texts.
            var text = caller.MaySomewhere(Permission.WriteFindings)
                ? await vault.ReadAsync(row.By, FieldOf(row.Id), http.RequestAborted)
                : null;
            items.Add(FindingAnswer.Of(row, text));
        }

        return new JsonAnswer(new Page<FindingAnswer>(items, page.Next));
    }

    private static async Task<bool> ExistsAsync(string centre, FindingAbout about, SampledEvents events) =>
        about.Position is { } position ? (await events.AtAsync(centre, [position], default)).Count > 0
        : about.Stream is { } stream
            ? SampleCriteria.IsCode(stream) && await events.HasStreamAsync(centre, stream, default)
        : about.Sample is { } sample && await events.HasStreamAsync(centre, SampleDecider.StreamOf(sample), default);

    private static string FieldOf(string finding) => $"finding:{finding}";
}

/// <summary>What an auditor found.</summary>
/// <param name="Code">What kind; see <see cref="FindingCodes"/>.</param>
/// <param name="Severity">note, minor, major or critical.</param>
/// <param name="About">A sample, a position or a stream; exactly one.</param>
/// <param name="Text">What there is to say, at most 4000 characters; for the vault.</param>
internal sealed record FindingRequest(string Code, FindingSeverity Severity, FindingAbout About, string? Text = null);

/// <summary>A finding.</summary>
/// <param name="Id">The finding.</param>
/// <param name="Code">What kind.</param>
/// <param name="Severity">How grave.</param>
/// <param name="About">What it is about.</param>
/// <param name="By">Subject that reported it.</param>
/// <param name="At">When.</param>
/// <param name="Text">What was written; only for those who write findings, and absent when its author was erased.</param>
internal sealed record FindingAnswer(
    string Id,
    string Code,
    FindingSeverity Severity,
    FindingAbout About,
    string By,
    DateTimeOffset At,
    string? Text
)
{
    public static FindingAnswer Of(FindingRow row, string? text) =>
        new(row.Id, row.Code, row.Severity, row.About, row.By, row.At, text);
}
