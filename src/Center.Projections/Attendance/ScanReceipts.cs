using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Center.Domain.Attendance;
using Center.Domain.Kernel;
using Center.Projections.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Center.Projections.Attendance;

/// <summary>What one scan was answered.</summary>
/// <param name="ScanId">Made by the device.</param>
/// <param name="Seq">The device's number of the scan.</param>
/// <param name="Roll">Stream on which it lies.</param>
/// <param name="Reason">Why it is on no roll, or null when it was recorded.</param>
/// <param name="Flags">What was noticed.</param>
public sealed record ScanReceipt(
    string ScanId,
    long Seq,
    string Roll,
    ScanRefusalReason? Reason,
    ValueList<ScanFlag> Flags
);

/// <summary>Receipts of one device within a transaction.</summary>
/// <param name="work">The transaction.</param>
/// <param name="device">The device.</param>
public sealed class ScanReceipts(Work work, DeviceId device)
{
    // Holes further back than this are not told any more: a device that lost them has long forgotten them.
    private const int LookBack = 10_000;
    private const int MostTold = 1_000;

    /// <summary>Makes uploads of the device wait for each other, so that the same scans sent twice at once are recorded once.</summary>
    public async Task LockAsync()
    {
        await using var command = Command(
            $"select pg_advisory_xact_lock({AdvisoryLocks.Attendance}, hashtext(@centre || '/' || @device))"
        );
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Receipts of scans that are known already, by scan id.</summary>
    /// <param name="scanIds">Ids made by the device.</param>
    public async Task<Dictionary<string, ScanReceipt>> FindAsync(IEnumerable<string> scanIds)
    {
        await using var command = Command(
            """
            select scan_id, seq, roll, reason, flags::text from center.scan_receipt
            where centre = @centre and device = @device and scan_id = any(@ids)
            """
        );
        command.Parameters.AddWithValue("ids", NpgsqlDbType.Array | NpgsqlDbType.Text, scanIds.ToArray());
        await using var reader = await command.ExecuteReaderAsync();
        var found = new Dictionary<string, ScanReceipt>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            found[reader.GetString(0)] = new ScanReceipt(
                reader.GetString(0),
                reader.GetInt64(1),
                reader.GetString(2),
                reader.IsDBNull(3) ? null : OfText<ScanRefusalReason>(reader.GetString(3)),
                JsonSerializer.Deserialize<ValueList<ScanFlag>>(reader.GetString(4), CenterJson.Options)!
            );
        }

        return found;
    }

    /// <summary>The first scan that bears each of these numbers, by number.</summary>
    /// <param name="seqs">The device's numbers.</param>
    public async Task<Dictionary<long, string>> NumberedAsync(IEnumerable<long> seqs)
    {
        await using var command = Command(
            """
            select seq, min(scan_id collate "C") from center.scan_receipt
            where centre = @centre and device = @device and seq = any(@seqs) group by seq
            """
        );
        command.Parameters.AddWithValue("seqs", NpgsqlDbType.Array | NpgsqlDbType.Bigint, seqs.ToArray());
        await using var reader = await command.ExecuteReaderAsync();
        var found = new Dictionary<long, string>();
        while (await reader.ReadAsync())
        {
            found[reader.GetInt64(0)] = reader.GetString(1);
        }

        return found;
    }

    /// <summary>Writes receipts; they count once the transaction commits.</summary>
    /// <param name="receipts">Receipts of scans that were not known.</param>
    public async Task KeepAsync(IReadOnlyCollection<ScanReceipt> receipts)
    {
        await using var command = Command(
            """
            insert into center.scan_receipt (centre, device, scan_id, seq, roll, result, reason, flags)
            select @centre, @device, * from unnest(@ids, @seqs, @rolls, @results, @reasons, @flags)
            """
        );
        Texts(command, "ids", receipts.Select(receipt => receipt.ScanId));
        command.Parameters.AddWithValue(
            "seqs",
            NpgsqlDbType.Array | NpgsqlDbType.Bigint,
            receipts.Select(receipt => receipt.Seq).ToArray()
        );
        Texts(command, "rolls", receipts.Select(receipt => receipt.Roll));
        Texts(command, "results", receipts.Select(receipt => receipt.Reason is null ? "recorded" : "refused"));
        Texts(command, "reasons", receipts.Select(receipt => receipt.Reason is { } reason ? TextOf(reason) : null));
        command.Parameters.AddWithValue(
            "flags",
            NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
            receipts.Select(receipt => JsonSerializer.Serialize(receipt.Flags, CenterJson.Options)).ToArray()
        );
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Numbers between the device's lowest and highest that never arrived, rising, at most 1 000, of its last 10 000.
    /// </summary>
    public async Task<IReadOnlyList<long>> MissingAsync()
    {
        await using var command = Command(
            $"""
            select missing from (
              select lag(seq) over (order by seq) + 1 as first, seq - 1 as last from center.scan_receipt
              where centre = @centre and device = @device and seq >= (
                select max(seq) - {LookBack} from center.scan_receipt where centre = @centre and device = @device)
            ) hole
            cross join lateral generate_series(first, least(last, first + {MostTold - 1})) missing
            where first <= last order by missing limit {MostTold}
            """
        );
        await using var reader = await command.ExecuteReaderAsync();
        var missing = new List<long>();
        while (await reader.ReadAsync())
        {
            missing.Add(reader.GetInt64(0));
        }

        return missing;
    }

    /// <summary>Writes all receipts of a centre anew from its events.</summary>
    /// <param name="connection">Open connection; the caller's transaction, if any.</param>
    /// <param name="centre">The centre (tenant).</param>
    /// <param name="stopping">Gives up.</param>
    public static async Task RebuildAsync(NpgsqlConnection connection, string centre, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var (recorded, refused) = (StoredNameOf<ScanRecorded>(), StoredNameOf<ScanRefused>());
        await using var command = connection.CreateCommand();
        command.CommandText = """
            delete from center.scan_receipt where centre = @centre;
            insert into center.scan_receipt (centre, device, scan_id, seq, roll, result, reason, flags)
            select tenant_id, (data ->> 'device')::uuid, data ->> 'scanId', (data ->> 'deviceSeq')::bigint, stream_id,
              case type when @recorded then 'recorded' else 'refused' end, data ->> 'reason', data -> 'flags'
            from center.mt_events where tenant_id = @centre and type in (@recorded, @refused);
            """;
        command.Parameters.AddWithValue("centre", NpgsqlDbType.Text, centre);
        command.Parameters.AddWithValue("recorded", NpgsqlDbType.Text, recorded);
        command.Parameters.AddWithValue("refused", NpgsqlDbType.Text, refused);
        await command.ExecuteNonQueryAsync(stopping);
    }

    private NpgsqlCommand Command(string sql)
    {
        var command = new NpgsqlCommand(sql, work.Connection);
        command.Parameters.AddWithValue("centre", NpgsqlDbType.Text, work.Centre);
        command.Parameters.AddWithValue("device", NpgsqlDbType.Uuid, device.Value);
        return command;
    }

    private static void Texts(NpgsqlCommand command, string name, IEnumerable<string?> texts) =>
        command.Parameters.AddWithValue(name, NpgsqlDbType.Array | NpgsqlDbType.Text, texts.ToArray());

    private static string StoredNameOf<T>() => EventLanguage.OfDomain.StoredNameOf(typeof(T));

    private static string TextOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static T OfText<T>(string text)
        where T : struct, Enum => Array.Find(Enum.GetValues<T>(), value => TextOf(value) == text);
}
