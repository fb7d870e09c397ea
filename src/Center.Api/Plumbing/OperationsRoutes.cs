using System;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Plumbing;

/// <summary>Health, version and the problem catalogue: open to strangers, no names, no secrets.</summary>
internal static class OperationsRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", Live);
        app.MapGet("/health/ready", ReadyAsync);
        app.MapGet("/version", Version);
        app.MapGet("/problems", Problems);
        app.MapGet("/problems/{code}", OneProblem);
    }

    private static JsonAnswer Live() => new(new { status = "live" });

    private static async Task<IResult> ReadyAsync(NpgsqlDataSource source, CancellationToken stopping)
    {
        try
        {
            await using var command = source.CreateCommand("select 1 from center.mt_tenant_partitions limit 1");
            await command.ExecuteScalarAsync(stopping);
            return new JsonAnswer(new { status = "ready" });
        }
        catch (NpgsqlException)
        {
            throw new RefusedException("overloaded", "The database does not answer.");
        }
    }

    private static JsonAnswer Version() =>
        new(
            new
            {
                product = "Center",
                version = typeof(OperationsRoutes)
                    .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
                    .InformationalVersion,
                runtime = Environment.Version.ToString(),
            }
        );

    private static JsonAnswer Problems() => new(new { items = ProblemCatalogue.All.ToArray() });

    private static IResult OneProblem(string code) =>
        ProblemCatalogue.Knows(code)
            ? new JsonAnswer(ProblemCatalogue.Of(code))
            : throw new RefusedException("not-found", "There is no such problem code.");
}
