using System;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.Bookings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Center.Api.Bookings;

/// <summary>Policy: what was refused is written down every few seconds and when the service stops, best effort.</summary>
/// <param name="counts">What was counted.</param>
/// <param name="logger">Where failures go.</param>
internal sealed partial class CountRefusals(RefusalCounts counts, ILogger<CountRefusals> logger) : BackgroundService
{
    private static readonly TimeSpan _pace = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_pace);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await FlushAsync(stoppingToken);
        }
    }

    private async Task FlushAsync(CancellationToken stopping)
    {
        try
        {
            await counts.FlushAsync(stopping);
        }
        catch (NpgsqlException lost)
        {
            LogLost(lost);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refusals could not be counted; they wait.")]
    private partial void LogLost(Exception lost);
}
