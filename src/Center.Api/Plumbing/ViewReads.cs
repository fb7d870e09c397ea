using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Projections.EventStore;
using Marten;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Center.Api.Plumbing;

/// <summary>
/// Reads of views that follow the log: the answer carries <c>Center-Position</c>, and <c>Center-Min-Position</c> waits at
/// most five seconds for the view to get there.
/// </summary>
/// <param name="store">The event store.</param>
/// <param name="source">Connections to the database.</param>
/// <param name="http">The request.</param>
internal sealed class ViewReads(IDocumentStore store, NpgsqlDataSource source, IHttpContextAccessor http)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Reads rows of a view in one session.</summary>
    /// <param name="view">Name of the view that the answer is made from.</param>
    /// <param name="read">Makes the answer.</param>
    public async Task<T> FromAsync<T>(string view, Func<IQuerySession, long, Task<T>> read)
    {
        var context = http.HttpContext!;
        var centre = Caller.Of(context).Centre;
        var position = await WaitAsync(context, view, centre);
        await using var session = store.QuerySession(centre);
        var answer = await read(session, position);
        context.Response.Headers["Center-Position"] = position.ToString(CultureInfo.InvariantCulture);
        return answer;
    }

    private async Task<long> WaitAsync(HttpContext context, string view, string centre)
    {
        var demanded = MinimumOf(context.Request);
        var started = Stopwatch.GetTimestamp();
        await using var connection = await source.OpenConnectionAsync(context.RequestAborted);
        while (true)
        {
            var position = await ViewProgress.ReadAsync(connection, view, centre, context.RequestAborted);
            if (position >= demanded)
            {
                return position;
            }

            if (Stopwatch.GetElapsedTime(started) > _patience)
            {
                throw new RefusedException("view-behind", $"The view stands at {position}, before {demanded}.");
            }

            await Task.Delay(25, context.RequestAborted);
        }
    }

    private static long MinimumOf(HttpRequest request)
    {
        var text = request.Headers["Center-Min-Position"].ToString();
        return text.Length == 0 ? 0
            : WholeNumbers.TryRead(text, out var position) ? position
            : throw new RefusedException(
                "invalid-value",
                "Center-Min-Position is a log position.",
                "Center-Min-Position"
            );
    }
}
