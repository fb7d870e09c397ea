using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Domain.Attendance;
using Center.Projections.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Center.Api.Attendance;

/// <summary>Rolls that a command writes to: several devices scan at one door, so they take turns instead of losing races.</summary>
/// <param name="work">The transaction.</param>
internal sealed class OpenRolls(Work work)
{
    private readonly SortedDictionary<string, OpenRoll> _rolls = new(StringComparer.Ordinal);

    public async Task OpenAsync(IEnumerable<string> streams)
    {
        var wanted = streams.Distinct(StringComparer.Ordinal).ToArray();
        await LockAsync(wanted);
        foreach (var stream in wanted)
        {
            var (state, version) = await work.FoldAsync(stream, RollDecider.Initial, RollDecider.Evolve);
            _rolls[stream] = new OpenRoll(state, version);
        }
    }

    /// <summary>Decides and keeps the events until <see cref="Append"/>; a scan that is not known always gives some.</summary>
    public IReadOnlyList<object> Decide(string stream, RecordScan ask)
    {
        var roll = _rolls[stream];
        var events = RollDecider.Decide(ask, roll.State).Events;
        roll.State = events.Aggregate(roll.State, RollDecider.Evolve);
        roll.Events.AddRange(events);
        return events;
    }

    public void Append()
    {
        foreach (var (stream, roll) in _rolls)
        {
            work.Append(stream, roll.Version, roll.Events);
        }
    }

    private async Task LockAsync(string[] streams)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select pg_advisory_xact_lock({AdvisoryLocks.Attendance}, key)
            from (select distinct hashtext(@centre || stream) key from unnest(@streams) stream order by key) keys
            """,
            work.Connection
        );
        command.Parameters.AddWithValue("centre", NpgsqlDbType.Text, work.Centre);
        command.Parameters.AddWithValue("streams", NpgsqlDbType.Array | NpgsqlDbType.Text, streams);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class OpenRoll(Roll state, long version)
    {
        public Roll State { get; set; } = state;

        public long Version { get; } = version;

        public List<object> Events { get; } = [];
    }
}
