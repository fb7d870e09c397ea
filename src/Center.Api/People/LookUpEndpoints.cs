using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Center.Api.People;

/// <summary>Who a person id is, for those who must give a reason.</summary>
internal static class LookUpEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/audit/look-ups", LookUp).Requires(Permission.LookUpPeople);
    }

    private static async Task<IResult> LookUp(Body<LookUpRequest> body, HttpContext context, LookUps lookUps)
    {
        var answer = await lookUps.AskAsync(context, body.Hash, null, body.Value);
        return await answer.ToResultAsync();
    }
}
