using System;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Plumbing;

/// <summary>Health and the problem catalogue, open to strangers; and the version, for whoever is known.</summary>
internal static class OperationsRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", Live).OpenToStrangers();
        app.MapGet("/health/ready", ReadyAsync).OpenToStrangers();
        app.MapGet("/version", Version).Requires(Permission.SeeSelf);
        app.MapGet("/problems", Problems).OpenToStrangers();
        app.MapGet("/problems/{code}", OneProblem).OpenToStrangers();
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
