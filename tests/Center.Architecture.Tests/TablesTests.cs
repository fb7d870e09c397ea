using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Center.Projections.EventStore;
using Xunit;

namespace Center.Architecture.Tests;

/// <summary>
/// Tables that are not documents: made by a <c>.sql</c> file of the room that owns them, safe to apply again, and either
/// told a second time from events or known to be no child of events.
/// </summary>
public sealed partial class TablesTests
{
    /// <summary>Tables that no replay makes again, each with the reason.</summary>
    private static readonly Dictionary<string, string> _notFromEvents = new()
    {
        ["cookie_key"] = "keys that sign cookies, sealed by the vault key",
        ["idempotency"] = "answers kept for 24 hours",
        ["log_checkpoint"] = "what was signed",
        ["log_cosignature"] = "what witnesses signed, by keys of theirs",
        ["log_gap"] = "sealed gaps, with leaves of their own",
        ["log_hash"] = "hashes of the sealed tree",
        ["log_leaf"] = "what an event was when it was sealed: made again it would prove nothing",
        ["log_state"] = "how far the public log has come",
        ["log_stretch"] = "leaves of ordinary events, many in a row: as log_leaf",
        ["notice_position"] = "how far notices have been made: made again, people would be told again",
        ["person_key"] = "vault: personal data are no events, on purpose",
        ["personal"] = "vault",
        ["personal_index"] = "vault",
        ["refusal"] = "telemetry: refusals write no events (decision 0018)",
        ["replay_run"] = "the queue and the results of replays themselves",
        ["vault_fingerprint"] = "which vault key the database belongs to",
        ["view_form"] = "by which program the rows of views were told (decision 0037)",
    };

    [Fact]
    public void every_sql_file_is_applied()
    {
        var applied = House
            .Projections.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal));
        Unapplied(Files(), applied)
            .ShouldBeNone("Put the file into its room in src/Center.Projections, which embeds **/*.sql.");
    }

    [Fact]
    public void applying_again_changes_nothing() =>
        Unrepeatable(Files()).ShouldBeNone("Write create … if not exists: every start applies the files again.");

    [Fact]
    public void every_table_is_told_again_or_is_no_child_of_events() =>
        Untold(Files(), CenterStore.Tables.Select(table => table.LiveRows), _notFromEvents.Keys)
            .ShouldBeNone("Tell the table's rows in a ReplayableTable, or say in this test why no replay can.");

    [Fact]
    public void every_exception_is_still_a_table() =>
        _notFromEvents
            .Keys.Except(Files().SelectMany(file => TablesIn(file.Text)))
            .ShouldBeNone("There is no such table any more; take it out of the list.");

    [Fact]
    public void tables_that_break_the_rules_are_found()
    {
        SourceFile[] sown =
        [
            new("src/Center.Projections/Bookings/Good.sql", "create table if not exists center.good (id int);"),
            new("src/Center.Projections/Bookings/Once.sql", "create table center.once (id int);"),
            new("src/Center.Projections/Bookings/Lost.sql", "create unique index lost on center.good (id);"),
        ];

        Unapplied(sown, ["Center.Projections.Bookings.Good.sql", "Center.Projections.Bookings.Once.sql"])
            .ShouldFindExactly("Lost.sql");
        Unrepeatable(sown).ShouldFindExactly("Once.sql", "Lost.sql");
        Untold(sown, ["select id, data from center.other"], ["once"]).ShouldFindExactly("center.good");
    }

    private static IReadOnlyList<SourceFile> Files() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(House.Root, "src"), "*.sql", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(House.Root, path).Replace('\\', '/'))
                .Where(path =>
                    !path.Contains("/bin/", StringComparison.Ordinal)
                    && !path.Contains("/obj/", StringComparison.Ordinal)
                )
                .Select(path => new SourceFile(path, House.Read(path))),
        ];

    private static IEnumerable<string> Unapplied(IEnumerable<SourceFile> files, IEnumerable<string> applied) =>
        files.Select(file => file.Path).Where(path => !applied.Contains(path["src/".Length..].Replace('/', '.')));

    private static IEnumerable<string> Unrepeatable(IEnumerable<SourceFile> files) =>
        from file in files
        from match in Create().Matches(file.Text)
        where !match.Groups["guard"].Success
        select $"{file.Path}: {match.Value}";

    private static IEnumerable<string> Untold(
        IEnumerable<SourceFile> files,
        IEnumerable<string> told,
        IEnumerable<string> excepted
    ) =>
        from file in files
        from table in TablesIn(file.Text)
        where !excepted.Contains(table)
        where !told.Any(sql => Regex.IsMatch(sql, $@"\bcenter\.{table}\b"))
        select $"{file.Path}: center.{table}";

    private static IEnumerable<string> TablesIn(string sql) =>
        Table().Matches(sql).Select(match => match.Groups[1].Value);

    [GeneratedRegex(
        "^create\\s+(table|(unique\\s+)?index|schema)(?<guard>\\s+if not exists)?",
        RegexOptions.Multiline | RegexOptions.IgnoreCase
    )]
    private static partial Regex Create();

    [GeneratedRegex("create\\s+table\\s+(?:if not exists\\s+)?center\\.(\\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Table();
}
