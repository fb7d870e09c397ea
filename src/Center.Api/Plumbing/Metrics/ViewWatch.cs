using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Npgsql;

namespace Center.Api.Plumbing.Metrics;

/// <summary>How far the views that follow the log are behind it.</summary>
internal sealed class ViewWatch : IMeasured, IDisposable
{
    private const string MeterName = "Center.Views";

    private readonly NpgsqlDataSource _source;
    private readonly Meter _meter;
    private IReadOnlyList<ViewLag> _lags = [];

    public ViewWatch(IMeterFactory meters, NpgsqlDataSource source)
    {
        _source = source;
        _meter = meters.Create(MeterName);
        _meter.CreateObservableGauge(
            "center.view.behind",
            () => _lags.Select(lag => new Measurement<long>(lag.Positions, Tags(lag))),
            "{position}",
            "Positions that a view has not applied yet."
        );
        _meter.CreateObservableGauge(
            "center.view.waiting",
            () => _lags.Select(lag => new Measurement<long>((long)lag.Waiting.TotalMilliseconds, Tags(lag))),
            "ms",
            "Age of the oldest event that a view has not applied yet."
        );
    }

    public async Task MeasureAsync(CancellationToken stopping)
    {
        string[] following = [.. CenterStore.Views.Where(view => !view.Inline).Select(view => view.Name)];
        _lags = await ViewProgress.LagsAsync(_source, following, stopping);
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?>[] Tags(ViewLag lag) =>
        [new("centre", lag.Centre), new("view", lag.View)];
}
