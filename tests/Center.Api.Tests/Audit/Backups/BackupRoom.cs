using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Api.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Center.Api.Tests.Audit.Backups;

/// <summary>A home and a database that services and commands come to one after another.</summary>
internal sealed class BackupRoom : IDisposable
{
    private const string VaultKey = "thirty-two bytes for the tests!!";

    private readonly ScratchHome _home = new("restored");
    private readonly TestPostgres _postgres;

    private BackupRoom(TestPostgres postgres, string connectionString)
    {
        _postgres = postgres;
        ConnectionString = connectionString;
        Backup = PathOf("center.backup");
    }

    public string ConnectionString { get; private set; }

    public CenterHome Home => _home.Open();

    /// <summary>Where the backup goes.</summary>
    public string Backup { get; }

    public static async Task<BackupRoom> CreateAsync(TestPostgres postgres) =>
        new(postgres, await postgres.CreateDatabaseAsync());

    public string PathOf(string name) => Path.Combine(Home.Folder, name);

    /// <summary>A running service.</summary>
    public Task<CenterUnderTest> ServeAsync() =>
        CenterUnderTest.StartAsync(_postgres, null, ConnectionString, Settings());

    /// <summary>From now on everything happens on an empty database.</summary>
    public async Task LoseDatabaseAsync() => ConnectionString = await _postgres.CreateDatabaseAsync();

    /// <summary>Runs a command as the program would.</summary>
    /// <returns>Exit code, and what it said.</returns>
    public async Task<(int Code, string Said)> RunAsync(params string[] args)
    {
        var settings = Settings();
        settings["ConnectionStrings:Center"] = ConnectionString;
        settings["Center:VaultKey"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(VaultKey));
        await using var host = await CenterHost.BuildAsync(
            [],
            null,
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(settings);
                builder.Logging.ClearProviders();
            }
        );
        var command = ConsoleCommands.Find(args)!;
        if (!command.TakesDatabaseAsIs)
        {
            await host.Services.GetRequiredService<Migration>().RunAsync(TestContext.Current.CancellationToken);
        }

        var said = new StringWriter();
        return (await command.RunAsync(host.Services, args[command.Words.Count..], said), said.ToString());
    }

    /// <summary>One value out of the database.</summary>
    public Task<object?> ScalarAsync(string sql) => ScalarAsync(ConnectionString, sql);

    /// <summary>One value out of another database.</summary>
    public static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Makes another backup of what the first one holds.</summary>
    /// <param name="sql">Changes the SQL.</param>
    /// <param name="manifest">Changes the manifest, whose digest is right again by then.</param>
    public string Altered(Func<string, string>? sql = null, Action<JsonNode>? manifest = null)
    {
        var path = PathOf($"{Guid.NewGuid():N}.backup");
        var (text, says) = Read();
        var dump = Compressed(sql is null ? text : sql(text));
        says["dump"]!["sha256"] = Convert.ToHexStringLower(SHA256.HashData(dump));
        manifest?.Invoke(says);
        using var tar = new TarWriter(File.Create(path), TarEntryFormat.Gnu);
        Add(tar, "center.sql.gz", dump);
        Add(tar, "manifest.json", JsonSerializer.SerializeToUtf8Bytes(says));
        return path;
    }

    public void Dispose() => _home.Dispose();

    private Dictionary<string, string?> Settings() =>
        new() { ["CENTER_HOME"] = Home.Folder, ["Center:SingleNode"] = "true" };

    private (string Sql, JsonNode Manifest) Read()
    {
        using var tar = new TarReader(File.OpenRead(Backup));
        using var gzip = new GZipStream(tar.GetNextEntry(copyData: true)!.DataStream!, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return (reader.ReadToEnd(), JsonNode.Parse(tar.GetNextEntry(copyData: true)!.DataStream!)!);
    }

    private static byte[] Compressed(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    private static void Add(TarWriter tar, string name, byte[] data) =>
        tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(data) });
}
