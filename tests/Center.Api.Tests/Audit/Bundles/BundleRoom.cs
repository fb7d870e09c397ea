using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Audit;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Audit;
using Center.Domain.People;
using Center.Projections.Audit.Bundles;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit.Bundles;

/// <summary>A sealed log with events, gaps and figures, and the bundles of it.</summary>
internal sealed class BundleRoom(LogRoom log) : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("center-bundle-").FullName;
    private int _written;

    public LogRoom Log { get; } = log;

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public static async Task<BundleRoom> CreateAsync(TestPostgres postgres) => new(await LogRoom.CreateAsync(postgres));

    /// <summary>Some events of several kinds, with positions given up between them.</summary>
    public async Task LiveAsync(int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            await Log.AppendAsync(2);
            await Log.GiveUpPositionAsync();
            await Log.Database.AppendAsync($"booking/{Guid.NewGuid()}", ReplayTests.Confirmed("reading-room"));
            if (i % 3 == 0)
            {
                await Log.GiveUpPositionAsync();
                await Log.GiveUpPositionAsync();
                await Log.AppendAsync(1);
            }

            if (i % 4 == 1)
            {
                await Log.PublishAsync();
            }
        }

        await Log.AppendAsync(1);
        await Log.PublishAsync();
    }

    /// <summary>Puts lines of witnesses under the newest checkpoint, in whose place their signatures do not matter.</summary>
    public async Task CosignAsync(params string[] names)
    {
        foreach (var name in names)
        {
            var line = $"— {name} {Convert.ToBase64String(RandomNumberGenerator.GetBytes(4 + 8 + 64))}\n";
            await Log.Database.ExecuteAsync(
                $"""
                insert into center.log_cosignature (centre, size, witness, epoch, line, cosigned_at)
                select centre, size, '{name}', epoch, '{line}', now() from center.log_checkpoint order by size desc limit 1
                """
            );
        }
    }

    /// <summary>A bundle of a stretch, with the figures that the service would show.</summary>
    public async Task<byte[]> ExportAsync(long from = 1, long? to = null, bool figures = false)
    {
        var checkpoint = (await Log.Tree.NewestAsync(LogRoom.Centre, Stopping)).ShouldNotBeNull();
        var ranges = new BundleRanges(Log.Database.Source);
        var head = await ranges.FindAsync(LogRoom.Centre, from, to ?? checkpoint.Position, Stopping);
        var stated = figures ? await StatedFigures.ReadAsync(Log.Database.Source, LogRoom.Centre, Stopping) : null;
        var key = (await Log.StateAsync()).VerifierKey;
        var plan = new BundlePlan(head with { FiguresAt = stated?.Position }, checkpoint, key, stated);
        using var bundle = new MemoryStream();
        await new BundleExport(Log.Leaves, Log.Tree).WriteAsync(plan, bundle, Stopping);
        return bundle.ToArray();
    }

    public async Task<BundleReport> CheckAsync(byte[] bundle, VerifierKey? key = null)
    {
        var path = PathOf($"{++_written}.tar");
        await File.WriteAllBytesAsync(path, bundle, Stopping);
        var report = await new BundleCheck(LogKey.IsRight).RunAsync(path, key);
        File.Delete(path);
        return report;
    }

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Unpacks a bundle with other software than it was packed with.</summary>
    public string Unpack(byte[] bundle)
    {
        var folder = Directory.CreateDirectory(PathOf($"unpacked-{++_written}")).FullName;
        using var archive = new MemoryStream(bundle);
        TarFile.ExtractToDirectory(archive, folder, overwriteFiles: false);
        return folder;
    }

    /// <summary>The files of a bundle with the byte at which each begins.</summary>
    public static IReadOnlyList<(string Name, long At, byte[] Content)> FilesOf(byte[] bundle)
    {
        using var reader = new TarReader(new MemoryStream(bundle));
        var files = new List<(string, long, byte[])>();
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files.Add((entry.Name, entry.DataOffset, content.ToArray()));
        }

        return files;
    }

    /// <summary>Packs files anew, as somebody does who knows the form: with right headers and right sums.</summary>
    public static byte[] Pack(IEnumerable<(string Name, byte[] Content)> files, bool sums = true)
    {
        using var bundle = new MemoryStream();
        var lines = new StringBuilder();
        foreach (var (name, content) in files.Where(file => !sums || file.Name != BundleNames.Sums))
        {
            TarBlocks.Write(bundle, name, content);
            lines.Append(BundleSums.LineOf(name, SHA256.HashData(content)));
        }

        if (sums)
        {
            TarBlocks.Write(bundle, BundleNames.Sums, Encoding.ASCII.GetBytes(lines.ToString()));
        }

        bundle.Write(new byte[TarBlocks.EndBlocks * TarBlocks.Length]);
        return bundle.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        await Log.DisposeAsync();
    }
}
