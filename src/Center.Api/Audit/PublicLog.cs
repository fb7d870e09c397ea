using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Audit;
using Center.Projections.Access;
using Center.Projections.Audit.Sealing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Center.Api.Audit;

/// <summary>What strangers may ask the logs for.</summary>
/// <param name="credentials">Which centres there are.</param>
/// <param name="tree">Reads trees.</param>
/// <param name="source">Connections to the database.</param>
internal sealed class PublicLog(Credentials credentials, LogTree tree, NpgsqlDataSource source)
{
    /// <summary>The centre that the address names, or the only one.</summary>
    /// <exception cref="RefusedException">There is none of this name, or none is named and there are several.</exception>
    public async Task<string> CentreAsync(HttpContext context)
    {
        var named = context.GetRouteValue("centre") as string;
        var centres = await credentials.CentresAsync(context.RequestAborted);
        return named is null && centres is [var only] ? only
            : named is not null && centres.Contains(named) ? named
            : throw new RefusedException("not-found", "Name the centre whose log is meant: /audit/log/{centre}/…");
    }

    /// <summary>The centre that the address names, when its published tree has all of a tile.</summary>
    /// <exception cref="RefusedException">It has not, or the address of the tile is none.</exception>
    public async Task<string> CentreWithAsync(TileAddress? address, HttpContext context)
    {
        var centre = await CentreAsync(context);
        var newest = await tree.NewestAsync(centre, context.RequestAborted);
        return address is { } tile && newest is not null && tile.IsIn(newest.Size)
            ? centre
            : throw new RefusedException("not-found", "The published tree has no such tile.");
    }

    /// <summary>The newest published checkpoint.</summary>
    /// <exception cref="RefusedException">Nothing is published yet.</exception>
    public async Task<PublishedCheckpoint> NewestAsync(string centre, CancellationToken stopping) =>
        await tree.NewestAsync(centre, stopping)
        ?? throw new RefusedException("not-published", "Nothing is published yet.");

    /// <summary>The key that verifies the log.</summary>
    /// <exception cref="RefusedException">The log is not begun yet.</exception>
    public async Task<VerifierKey> KeyAsync(string centre, CancellationToken stopping) =>
        await FindKeyAsync(centre, stopping)
        ?? throw new RefusedException("not-published", "Nothing is published yet.");

    /// <summary>The key that verifies the log; null when the log is not begun yet.</summary>
    public async Task<VerifierKey?> FindKeyAsync(string centre, CancellationToken stopping)
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        return (await LogState.ReadAsync(connection, centre, hold: false, stopping))?.VerifierKey;
    }
}
