using System.Threading.Tasks;
using Center.Api.Audit.Pages;
using Center.Api.Plumbing;
using Center.Api.Plumbing.Pages;
using Center.Domain.Facilities;
using Center.Domain.Kernel;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Audit;

/// <summary>Makes the answers that are auditor's pages.</summary>
internal static class AuditShowing
{
    /// <summary>The first page; under the status of a refusal, when it tells one.</summary>
    public static IResult Overview(HttpContext http, AuditOverview overview) =>
        PageAnswer.Show<AuditPage>(http, StatusOf(overview.Refusal), new { Overview = overview });

    /// <summary>Says to whoever is signed in and may not read events that it is so, and where else to go.</summary>
    public static Task<IResult> NotYoursAsync(HttpContext http) =>
        RefusedAsync(http, new Refusal("forbidden", "These pages are for auditors."));

    /// <summary>Why not, on a page of its own.</summary>
    public static async Task<IResult> RefusedAsync(HttpContext http, Refusal refusal)
    {
        var book = await http.RequestServices.GetRequiredService<AuditReads>().BookAsync(http);
        return PageAnswer.Show<AuditRefusedPage>(http, StatusOf(refusal), new { Book = book, Refusal = refusal });
    }

    private static int StatusOf(Refusal? refusal) => refusal is null ? 200 : ProblemCatalogue.Of(refusal.Code).Status;
}
