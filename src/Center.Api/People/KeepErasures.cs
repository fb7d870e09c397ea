using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Center.Api.People;

/// <summary>Writes erasures of nodes with other homes into this home's file, so that any one home is enough for a restore.</summary>
/// <param name="erasures">Reads them from the database.</param>
/// <param name="log">Where failures go.</param>
internal sealed partial class KeepErasures(EraseAgain erasures, ILogger<KeepErasures> log) : BackgroundService
{
    private static readonly TimeSpan _pace = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_pace);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LearnAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start catches up.
        }
    }

    private async Task LearnAsync(CancellationToken stopping)
    {
        try
        {
            await erasures.LearnAsync(stopping);
        }
        catch (Exception wrong)
            when (wrong is NpgsqlException or IOException or UnauthorizedAccessException or StartupFailure)
        {
            LogBehind(wrong);
        }
    }

    [LoggerMessage(LogLevel.Error, "Erasures could not be written into this home's file; trying again in ten minutes")]
    private partial void LogBehind(Exception wrong);
}
