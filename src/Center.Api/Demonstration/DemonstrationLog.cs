using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Center.Api.Demonstration;

/// <summary>What the centre's log holds before and after.</summary>
/// <param name="services">Services of the host.</param>
/// <param name="centre">The centre (tenant).</param>
internal sealed class DemonstrationLog(IServiceProvider services, string centre)
{
    private readonly NpgsqlDataSource _source = services.GetRequiredService<NpgsqlDataSource>();

    public async Task<bool> HasBookingsAsync()
    {
        await using var command = _source.CreateCommand(
            $"select exists (select from {CenterStore.Schema}.mt_streams where tenant_id = $1 and id like 'booking/%')"
        );
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The newest position.</summary>
    public Task<long> HeadAsync() => LogEnd.FinalPositionAsync(_source, centre, default);

    /// <summary>Number of events by name after a position.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountsAsync(long after)
    {
        await using var command = _source.CreateCommand(
            $"select type, count(*) from {CenterStore.Schema}.mt_events where tenant_id = $1 and seq_id > $2 group by type"
        );
        command.Parameters.Add(new NpgsqlParameter { Value = centre });
        command.Parameters.Add(new NpgsqlParameter { Value = after });
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            counts[reader.GetString(0)] = reader.GetInt64(1);
        }

        return counts;
    }
}
