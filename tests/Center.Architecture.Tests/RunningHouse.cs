using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Center.Architecture.Tests;

/// <summary>Something of the service and the room that it belongs to.</summary>
/// <param name="Room">Room or shared folder.</param>
/// <param name="Name">What it is called.</param>
internal sealed record Belonging(string Room, string Name);

/// <summary>What the service is made of, taken from the service itself: endpoints, views, policies.</summary>
internal static partial class RunningHouse
{
    /// <summary>Views, and tables that replays tell again.</summary>
    public static IEnumerable<Belonging> Views =>
        CenterStore.Views.Concat(CenterStore.Tables).Select(view => new Belonging(RoomOf(view.GetType()), view.Name));

    /// <summary>What acts without being asked over HTTP: background services, message handlers, steps of a first start.</summary>
    public static IEnumerable<Belonging> Policies =>
        House
            .Api.GetTypes()
            .Where(type => type is { IsAbstract: false, IsInterface: false } || (type.IsAbstract && type.IsSealed))
            .Where(type =>
                type.IsAssignableTo(typeof(IHostedService)) || type.IsAssignableTo(typeof(IFirstStart)) || Handles(type)
            )
            .Select(type => new Belonging(RoomOf(type), type.Name));

    /// <summary>
    /// Every route that the built service answers, as <c>POST /bookings/{id}/confirm</c>: without <c>/api/v1</c>, without
    /// constraints. Nothing is started and no database is asked.
    /// </summary>
    public static async Task<IReadOnlyList<Belonging>> EndpointsAsync()
    {
        var home = Directory.CreateTempSubdirectory("center-architecture-");
        try
        {
            await using var host = await CenterHost.BuildAsync(
                [],
                null,
                builder =>
                {
                    builder.Logging.ClearProviders();
                    builder.Environment.ApplicationName = House.Api.GetName().Name!;
                    builder.Configuration.AddInMemoryCollection(
                        new Dictionary<string, string?>
                        {
                            ["ConnectionStrings:Center"] = "Host=nowhere.invalid;Username=nobody",
                            ["CENTER_HOME"] = Path.Combine(home.FullName, "home"),
                            ["Center:VaultKey"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('k', 32))),
                            ["urls"] = "http://127.0.0.1:0",
                        }
                    );
                }
            );
            IEndpointRouteBuilder routes = host.App;
            return
            [
                .. routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().SelectMany(Told),
            ];
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static IEnumerable<Belonging> Told(RouteEndpoint endpoint)
    {
        // Each file of wwwroot is an endpoint too, open to strangers; the table tells what the service answers itself.
        var isFile = endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;
        var ours =
            endpoint.Metadata.GetMetadata<RequiredPermission>() is not null
            || endpoint.Metadata.GetMetadata<OpenToStrangersMark>() is not null;
        var path = Constraint().Replace("/" + endpoint.RoutePattern.RawText!.Trim('/'), "{$1}");
        var shown = path.StartsWith("/api/v1/", StringComparison.Ordinal) ? path["/api/v1".Length..] : path;
        var handler = endpoint.Metadata.GetMetadata<MethodInfo>()?.DeclaringType;
        var room = handler?.Assembly == House.Api ? RoomOf(handler) : "Plumbing";
        return ours && !isFile
            ? (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(
                method => new Belonging(room, $"{method} {shown}")
            )
            : [];
    }

    private static string RoomOf(Type type) => type.Namespace!.Split('.')[2];

    private static bool Handles(Type type) =>
        type.IsPublic && type.GetMethods().Any(method => method.Name is "Handle" or "HandleAsync" or "Consume");

    [GeneratedRegex("\\{\\**([a-zA-Z]+)[^}]*\\}")]
    private static partial Regex Constraint();
}
