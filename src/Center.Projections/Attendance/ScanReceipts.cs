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

/// <summary>What was known of scans before they were sent.</summary>
/// <param name="Known">Receipts of those that had been sent, by scan id.</param>
/// <param name="Numbered">The first scan that bears each of their numbers, by number.</param>
public sealed record ScansBefore(
    IReadOnlyDictionary<string, ScanReceipt> Known,
    IReadOnlyDictionary<long, string> Numbered
);

/// <summary>Receipts of one device within a transaction.</summary>
/// <param name="work">The transaction.</param>
/// <param name="device">The device.</param>
public sealed class ScanReceipts(Work work, DeviceId device)
{
    // Holes further back than this are not told any more: a device that lost them has long forgotten them.
    private const int LookBack = 10_000;
    private const int MostTold = 1_000;

    private const string Keep = """
        insert into center.scan_receipt (centre, device, seq, scan_id, roll, result, reason, flags, after_hole)
        select $1, $2, seq, scan_id, roll, result, reason, flags::jsonb,
          seq - 1 <> all($3) and not exists (
            select from center.scan_receipt before
            where before.centre = $1 and before.device = $2 and before.seq = wanted.seq - 1)
        from unnest($3, $4, $5, $6, $7, $8) wanted (seq, scan_id, roll, result, reason, flags)
        """;

    // What came late fills the hole before the number that follows it.
    private const string Close = """
        update center.scan_receipt set after_hole = false
        where centre = $1 and device = $2 and after_hole and seq - 1 = any($3)
        """;

    private static readonly string _missing = $"""
        select distinct missing
        from (
          select max(seq) - {LookBack} as first from center.scan_receipt where centre = $1 and device = $2
        ) told
        join center.scan_receipt edge
          on edge.centre = $1 and edge.device = $2 and edge.after_hole and edge.seq > told.first
        cross join lateral (
          select max(before.seq) as seq from center.scan_receipt before
          where before.centre = $1 and before.device = $2 and before.seq < edge.seq and before.seq >= told.first
        ) before
        cross join lateral generate_series(before.seq + 1, least(edge.seq - 1, before.seq + {MostTold})) missing
        order by missing limit {MostTold}
        """;

    /// <summary>
    /// Makes uploads of the device wait for each other, so that the same scans sent twice at once are recorded once, and says
    /// what was known of some scans before.
    /// </summary>
    /// <param name="scanIds">Ids made by the device.</param>
    /// <param name="seqs">The device's numbers of these scans.</param>
    public async Task<ScansBefore> LockAsync(IReadOnlyList<string> scanIds, IReadOnlyList<long> seqs)
    {
        var trip = new RoundTrip();
        trip.AskRows(
            $"select pg_advisory_xact_lock({AdvisoryLocks.Attendance}, hashtext($1 || '/' || $2))",
            _ => { },
            Ours()
        );
        var known = Ask(trip, scanIds);
        var numbered = new Dictionary<long, string>();
        trip.AskRows(
            """
            select seq, min(scan_id collate "C") from center.scan_receipt
            where centre = $1 and device = $2 and seq = any($3) group by seq
            """,
            row => numbered[row.GetInt64(0)] = row.GetString(1),
            Ours(new NpgsqlParameter<long[]> { TypedValue = [.. seqs] })
        );
        await trip.GoAsync(work.Connection, default);
        return new ScansBefore(known, numbered);
    }

    /// <summary>Receipts of scans that are known already, by scan id.</summary>
    /// <param name="scanIds">Ids made by the device.</param>
    public async Task<IReadOnlyDictionary<string, ScanReceipt>> FindAsync(IReadOnlyList<string> scanIds)
    {
        var trip = new RoundTrip();
        var known = Ask(trip, scanIds);
        await trip.GoAsync(work.Connection, default);
        return known;
    }

    /// <summary>Writes receipts, which count once the transaction commits, and tells what is missing with them.</summary>
    /// <param name="receipts">Receipts of scans that were not known; may be empty.</param>
    /// <returns>
    /// Numbers between the device's lowest and highest that never arrived, rising, at most 1 000, of its last 10 000.
    /// </returns>
    public async Task<IReadOnlyList<long>> KeepAsync(IReadOnlyCollection<ScanReceipt> receipts)
    {
        var trip = new RoundTrip();
        if (receipts.Count > 0)
        {
            var seqs = new NpgsqlParameter<long[]> { TypedValue = [.. receipts.Select(receipt => receipt.Seq)] };
            trip.Do(
                Keep,
                Ours(
                    seqs,
                    Texts(receipts.Select(receipt => receipt.ScanId)),
                    Texts(receipts.Select(receipt => receipt.Roll)),
                    Texts(receipts.Select(receipt => receipt.Reason is null ? "recorded" : "refused")),
                    Texts(receipts.Select(receipt => receipt.Reason is { } reason ? TextOf(reason) : null)),
                    Texts(receipts.Select(receipt => JsonSerializer.Serialize(receipt.Flags, CenterJson.Options)))
                )
            );
            trip.Do(Close, Ours((NpgsqlParameter)seqs.Clone()));
        }

        var missing = new List<long>();
        trip.AskRows(_missing, row => missing.Add(row.GetInt64(0)), Ours());
        await trip.GoAsync(work.Connection, default);
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
            update center.scan_receipt receipt set after_hole = false
            from center.scan_receipt before
            where receipt.centre = @centre and before.centre = @centre and before.device = receipt.device
              and before.seq = receipt.seq - 1;
            """;
        command.Parameters.AddWithValue("centre", NpgsqlDbType.Text, centre);
        command.Parameters.AddWithValue("recorded", NpgsqlDbType.Text, recorded);
        command.Parameters.AddWithValue("refused", NpgsqlDbType.Text, refused);
        await command.ExecuteNonQueryAsync(stopping);
    }

    private Dictionary<string, ScanReceipt> Ask(RoundTrip trip, IReadOnlyList<string> scanIds)
    {
        var known = new Dictionary<string, ScanReceipt>(StringComparer.Ordinal);
        trip.AskRows(
            """
            select scan_id, seq, roll, reason, flags::text from center.scan_receipt
            where centre = $1 and device = $2 and scan_id = any($3)
            """,
            row => known[row.GetString(0)] = Read(row),
            Ours(Texts(scanIds))
        );
        return known;
    }

    private static ScanReceipt Read(NpgsqlDataReader row) =>
        new(
            row.GetString(0),
            row.GetInt64(1),
            row.GetString(2),
            row.IsDBNull(3) ? null : OfText<ScanRefusalReason>(row.GetString(3)),
            JsonSerializer.Deserialize<ValueList<ScanFlag>>(row.GetString(4), CenterJson.Options)!
        );

    private NpgsqlParameter[] Ours(params ReadOnlySpan<NpgsqlParameter> others) =>
        [
            new NpgsqlParameter<string> { TypedValue = work.Centre },
            new NpgsqlParameter<Guid> { TypedValue = device.Value },
            .. others,
        ];

    private static NpgsqlParameter<string?[]> Texts(IEnumerable<string?> texts) => new() { TypedValue = [.. texts] };

    private static string StoredNameOf<T>() => EventLanguage.OfDomain.StoredNameOf(typeof(T));

    private static string TextOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static T OfText<T>(string text)
        where T : struct, Enum => Array.Find(Enum.GetValues<T>(), value => TextOf(value) == text);
}
