using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing.Metrics;
using Center.Projections.Notifications;
using Npgsql;

namespace Center.Api.Notifications;

/// <summary>Durable messages that wait: notices to be sent, reminders for deadlines, and those given up.</summary>
internal sealed class MessageWatch : IMeasured, IDisposable
{
    private const string MeterName = "Center.Messages";

    private readonly NpgsqlDataSource _source;
    private readonly Meter _meter;
    private IReadOnlyList<WaitingMessages> _waiting = [];

    public MessageWatch(IMeterFactory meters, NpgsqlDataSource source)
    {
        _source = source;
        _meter = meters.Create(MeterName);
        _meter.CreateObservableGauge(
            "center.messages",
            () =>
                _waiting.Select(one => new Measurement<long>(
                    one.Count,
                    new("message", one.Kind),
                    new("state", one.State)
                )),
            "{message}",
            "Messages by kind and state: incoming, scheduled, or dead when it was given up."
        );
    }

    public async Task MeasureAsync(CancellationToken stopping) =>
        _waiting = await WaitingMessages.ReadAsync(_source, stopping);

    public void Dispose() => _meter.Dispose();
}
