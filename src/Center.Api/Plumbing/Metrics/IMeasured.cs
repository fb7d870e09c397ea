using System.Threading;
using System.Threading.Tasks;

namespace Center.Api.Plumbing.Metrics;

/// <summary>Numbers that stand in the database, and are read when somebody asks for the metrics, not before.</summary>
internal interface IMeasured
{
    /// <summary>Reads them; the gauges show what was read last.</summary>
    Task MeasureAsync(CancellationToken stopping);
}
