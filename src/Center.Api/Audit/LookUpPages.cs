using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Audit.Pages;
using Center.Api.People;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Access;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Audit;

/// <summary>Who is this? Asked on a page, with a reason, and answered once.</summary>
internal static class LookUpPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        AuditPages.Group(app).MapPost("/audit/look-ups", LookUpAsync).Requires(Permission.LookUpPeople);
    }

    private static async Task<IResult> LookUpAsync(HttpContext http, PageForms forms, LookUps lookUps, AuditReads reads)
    {
        var form = await forms.ReadAsync(http);
        if (!Guid.TryParse(form.Text("person"), out var person))
        {
            throw new RefusedException("invalid-value", "The field holds no person.", "person");
        }

        var number = form.Text("case");
        var request = new LookUpRequest(
            new PersonId(person),
            form.Text("reason-code"),
            number.Length == 0 && !form.IsTooLong("case") ? null : number
        );
        var answer = await lookUps.AskAsync(http, form.Hash, form.Once, request);
        if (await answer.RefusalAsync() is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        var shown = answer.Reply?.Body as LookUpAnswer;
        var page = new ShownLookUp(await reads.BookAsync(http), person.ToString())
        {
            MergedInto = shown?.MergedInto?.ToString(),
            Personal = shown?.Personal,
            ReasonCode = request.ReasonCode,
            Case = request.Case,
        };
        return PageAnswer.Show<LookUpPage>(http, 200, new { LookUp = page });
    }
}

/// <summary>What somebody is shown who asked who a person is.</summary>
/// <param name="Book">The centre's definition.</param>
/// <param name="Person">The id that was asked for.</param>
public sealed record ShownLookUp(CentreBook Book, string Person)
{
    /// <summary>The record that counts instead; null when none does.</summary>
    public string? MergedInto { get; init; }

    /// <summary>Names and contacts; null when the form was sent again, since they are shown once.</summary>
    public IReadOnlyDictionary<string, string>? Personal { get; init; }

    /// <summary>Why it was asked.</summary>
    public string ReasonCode { get; init; } = string.Empty;

    /// <summary>Number of the case, or null.</summary>
    public string? Case { get; init; }
}
