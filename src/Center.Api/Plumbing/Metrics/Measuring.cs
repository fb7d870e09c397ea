using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

namespace Center.Api.Plumbing.Metrics;

/// <summary>Reads all numbers that stand in the database, and says whether it answers.</summary>
internal sealed class Measuring : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Center.Operations";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly IEnumerable<IMeasured> _measured;
    private readonly Meter _meter;
    private int _answers;

    public Measuring(IMeterFactory meters, IEnumerable<IMeasured> measured)
    {
        _measured = measured;
        _meter = meters.Create(MeterName);
        _meter.CreateObservableGauge(
            "center.database.up",
            () => _answers,
            "{database}",
            "1 when the database answered within five seconds; 0 when the numbers out of it are old."
        );
    }

    /// <summary>Reads them. When the database is away, everything else is still told.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(_patience);
        try
        {
            foreach (var one in _measured)
            {
                await one.MeasureAsync(patience.Token);
            }

            _answers = 1;
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            stopping.ThrowIfCancellationRequested();
            _answers = 0;
        }
    }

    public void Dispose() => _meter.Dispose();
}
