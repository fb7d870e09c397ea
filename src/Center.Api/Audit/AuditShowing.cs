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
        Show<AuditPage>(http, StatusOf(overview.Refusal), new { Overview = overview });

    /// <summary>A page with its headers.</summary>
    public static IResult Show<TPage>(HttpContext http, int status, object parameters)
        where TPage : IComponent
    {
        PageHeaders.Set(http.Response);
        return new RazorComponentResult<TPage>(parameters) { PreventStreamingRendering = true, StatusCode = status };
    }

    /// <summary>Says to whoever is signed in and may not read events that it is so, and where else to go.</summary>
    public static async Task<IResult> NotYoursAsync(HttpContext http) =>
        RefusedOn(
            http,
            await http.RequestServices.GetRequiredService<AuditReads>().BookAsync(http),
            new Refusal("forbidden", "These pages are for auditors.")
        );

    /// <summary>Why not, on a page of its own.</summary>
    public static IResult RefusedOn(HttpContext http, CentreBook book, Refusal refusal) =>
        Show<AuditRefusedPage>(http, StatusOf(refusal), new { Book = book, Refusal = refusal });

    private static int StatusOf(Refusal? refusal) => refusal is null ? 200 : ProblemCatalogue.Of(refusal.Code).Status;
}

/// <summary>What is refused on the way to an auditor's page is told on a page too.</summary>
/// <param name="reads">Reads the definition.</param>
internal sealed class AuditTrouble(AuditReads reads) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (RefusedException refused)
        {
            var book = await reads.BookAsync(context.HttpContext);
            return AuditShowing.RefusedOn(context.HttpContext, book, refused.Refusal);
        }
    }
}
