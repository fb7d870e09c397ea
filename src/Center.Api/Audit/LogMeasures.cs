using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing.Metrics;
using Center.Projections.Access;
using Center.Projections.Audit.Sealing;
using Npgsql;

namespace Center.Api.Audit;

/// <summary>Reads how far the logs have come when somebody asks, also on a node that does not seal them.</summary>
/// <param name="source">Connections to the database.</param>
/// <param name="credentials">Which centres there are.</param>
/// <param name="watch">Shows it.</param>
internal sealed class LogMeasures(NpgsqlDataSource source, Credentials credentials, LogWatch watch) : IMeasured
{
    public async Task MeasureAsync(CancellationToken stopping)
    {
        foreach (var centre in await credentials.CentresAsync(stopping))
        {
            watch.Note(await LogLevels.ReadAsync(source, centre, stopping));
        }
    }
}
