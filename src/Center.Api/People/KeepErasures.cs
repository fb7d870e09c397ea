using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Microsoft.Extensions.Logging;

namespace Center.Api.People;

/// <summary>Writes erasures of nodes with other homes into this home's file, so that any one home is enough for a restore.</summary>
/// <param name="erasures">Reads them from the database.</param>
/// <param name="log">Where failures go.</param>
internal sealed partial class KeepErasures(EraseAgain erasures, ILogger<KeepErasures> log)
    : PacedService(TimeSpan.FromMinutes(10), TimeSpan.Zero)
{
    protected override Task TurnAsync(CancellationToken stopping) => erasures.LearnAsync(stopping);

    protected override bool IsPassing(Exception failure) =>
        base.IsPassing(failure) || failure is IOException or UnauthorizedAccessException or StartupFailure;

    [LoggerMessage(LogLevel.Error, "Erasures could not be written into this home's file; trying again in ten minutes")]
    protected override partial void LogLost(Exception lost);
}
