using System;
using System.Threading.Tasks;
using Center.Domain.Kernel;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.Plumbing.Pages;

/// <summary>Makes the answers that are pages.</summary>
internal static class PageAnswer
{
    /// <summary>A page with its headers.</summary>
    /// <typeparam name="TPage">The component.</typeparam>
    /// <param name="http">The request.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="parameters">What the component shows, by the names of its parameters.</param>
    public static IResult Show<TPage>(HttpContext http, int status, object parameters)
        where TPage : IComponent
    {
        PageHeaders.Set(http.Response);
        return new RazorComponentResult<TPage>(parameters) { PreventStreamingRendering = true, StatusCode = status };
    }

    /// <summary>What is refused on the way to one of the pages is told on a page too.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="tell">Makes that page.</param>
    public static RouteGroupBuilder TellsRefusals(
        this RouteGroupBuilder pages,
        Func<HttpContext, Refusal, Task<IResult>> tell
    ) =>
        pages.AddEndpointFilter(
            async (context, next) =>
            {
                try
                {
                    return await next(context);
                }
                catch (RefusedException refused)
                {
                    return await tell(context.HttpContext, refused.Refusal);
                }
            }
        );
}
