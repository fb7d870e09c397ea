using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Projections.Audit;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Plumbing;

/// <summary>
/// Reads of the past: says which position of the log an <c>asOf</c> means, and gives the rows of views as they stood there.
/// </summary>
/// <param name="views">Folds the log.</param>
/// <param name="moments">Knows positions and instants.</param>
/// <param name="ends">Knows how far the log is final.</param>
/// <param name="clock">Says what the future is.</param>
internal sealed class PastReads(PastViews views, LogMoments moments, FinalPositions ends, TimeProvider clock)
{
    /// <summary>Name of the query parameter.</summary>
    public const string AsOf = "asOf";

    /// <summary>The moment that the query parameter <c>asOf</c> means: a position, or an instant.</summary>
    /// <param name="context">The request; its caller says which centre.</param>
    /// <param name="query">The query string.</param>
    /// <returns>Null when it is not given.</returns>
    /// <exception cref="RefusedException">
    /// 400 <c>invalid-value</c>: it is neither, beyond the final position, in the future or before the first event.
    /// </exception>
    public async Task<LogMoment?> MomentAsync(HttpContext context, QueryParameters query)
    {
        if (query.Text(AsOf) is not { } text)
        {
            return null;
        }

        var centre = Caller.Of(context).Centre;
        if (WholeNumbers.TryRead(text, out var position))
        {
            return await MomentAsync(centre, position, context.RequestAborted);
        }

        return Instants.TryRead(text.Replace(' ', '+'), out var instant)
            ? await MomentAsync(centre, instant, context.RequestAborted)
            : throw QueryParameters.Wrong(AsOf, "is a log position, or an instant as RFC 3339 with an offset");
    }

    /// <summary>The moment of a position.</summary>
    /// <exception cref="RefusedException">400: the position is not final, or not there yet.</exception>
    public async Task<LogMoment> MomentAsync(string centre, long position, CancellationToken stopping)
    {
        var final = await ends.NowAsync(centre, stopping);
        return position <= final
            ? await moments.OfPositionAsync(centre, position, stopping)
            : throw Refused($"The log is final up to position {final}, and {position} lies beyond.", final);
    }

    /// <summary>The moment of an instant; of one between two events the moment of the former.</summary>
    /// <exception cref="RefusedException">400: the instant lies in the future, or before the first event.</exception>
    public async Task<LogMoment> MomentAsync(string centre, DateTimeOffset instant, CancellationToken stopping)
    {
        var final = await ends.NowAsync(centre, stopping);
        // Clocks differ: what the database has stamped is no longer the future.
        if (instant > clock.GetUtcNow() && instant > (await moments.OfPositionAsync(centre, final, stopping)).At)
        {
            throw Refused("The instant lies in the future.", final);
        }

        return await moments.OfInstantAsync(centre, final, instant, stopping)
            ?? throw Refused("Nothing had been recorded by that instant.", final);
    }

    /// <summary>The moment of the last final position.</summary>
    public async Task<LogMoment> NowAsync(string centre, CancellationToken stopping) =>
        await moments.OfPositionAsync(centre, await ends.NowAsync(centre, stopping), stopping);

    /// <summary>Rows of views as they stood at a moment; to be disposed of soon, others wait for their turn.</summary>
    /// <exception cref="RefusedException">503 <c>overloaded</c>: too many look at the past now.</exception>
    public async Task<PastRows> FoldAsync(
        string centre,
        LogMoment moment,
        CancellationToken stopping,
        params string[] names
    ) =>
        await views.FoldAsync(Guid.CreateVersion7(), centre, moment.Position, names, stopping)
        ?? throw new RefusedException("overloaded", "Others are looking at the past now; try again.");

    /// <summary>Says in the answer's header which position it stands at.</summary>
    public static void Tell(HttpContext context, LogMoment moment) =>
        context.Response.Headers["Center-Position"] = moment.Position.ToString(CultureInfo.InvariantCulture);

    private static RefusedException Refused(string detail, long final) =>
        new(new Domain.Kernel.Refusal("invalid-value", detail).With("member", AsOf).With("finalPosition", final));
}
