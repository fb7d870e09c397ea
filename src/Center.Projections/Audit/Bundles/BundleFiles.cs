using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Center.Projections.Audit.Bundles;

/// <summary>A file of a bundle.</summary>
/// <param name="Name">Name within the bundle.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record BundleFile(string Name, ReadOnlyMemory<byte> Content);

/// <summary>Reads the files of a bundle one after another: out of the archive, or out of a folder that it was unpacked to.</summary>
/// <param name="faulty">Told what is wrong with the container.</param>
internal sealed class BundleFiles(Action<BundleFault> faulty)
{
    /// <summary>Most bytes of one file; 256 leaves never need as much.</summary>
    public const int Largest = 512 << 20;

    /// <summary>Stands for the archive itself among the names of files.</summary>
    public const string Archive = "(archive)";

    /// <summary>Files of a folder, in the order of the bundle.</summary>
    /// <param name="folder">The folder.</param>
    public IEnumerable<BundleFile> OfFolder(string folder)
    {
        var there = Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal)
            .ToList();
        var known = BundleNames
            .BeforeLeaves.Concat(there.Where(BundleNames.IsLeaves))
            .Concat(BundleNames.AfterLeaves)
            .ToList();
        foreach (var strange in there.Except(known))
        {
            faulty(new BundleFault(strange, null, null, "is no file of a bundle"));
        }

        foreach (var name in known.Intersect(there))
        {
            yield return new BundleFile(name, File.ReadAllBytes(Path.Combine(folder, name)));
        }
    }

    /// <summary>Files of an archive, in its order.</summary>
    /// <param name="archive">The archive, from its beginning.</param>
    public IEnumerable<BundleFile> OfArchive(Stream archive)
    {
        var block = new byte[TarBlocks.Length];
        for (var at = 0L; ; )
        {
            var read = archive.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            if (read < block.Length)
            {
                Fault(at + read, "the archive ends too early");
                yield break;
            }

            if (block.AsSpan().IndexOfAnyExcept((byte)0) < 0)
            {
                CheckEnd(archive, at + block.Length);
                yield break;
            }

            if (!TarBlocks.TryRead(block, out var name, out var size) || size > Largest)
            {
                Fault(
                    at,
                    "this header was changed, or other software packed the archive; what follows was not read (unpack it and check the folder)"
                );
                yield break;
            }

            at += block.Length;
            if (Content(archive, at, name, size) is not { } content)
            {
                yield break;
            }

            at += size + TarBlocks.Padding(size);
            yield return new BundleFile(name, content);
        }
    }

    private byte[]? Content(Stream archive, long at, string name, long size)
    {
        using var buffer = new MemoryStream();
        var wanted = size + TarBlocks.Padding(size);
        var chunk = new byte[81920];
        while (buffer.Length < wanted)
        {
            var read = archive.Read(chunk, 0, (int)Math.Min(chunk.Length, wanted - buffer.Length));
            if (read == 0)
            {
                Fault(at + buffer.Length, $"the archive ends within {name}");
                return null;
            }

            buffer.Write(chunk, 0, read);
        }

        var bytes = buffer.GetBuffer().AsSpan(0, (int)wanted);
        var stray = bytes[(int)size..].IndexOfAnyExcept((byte)0);
        if (stray >= 0)
        {
            Fault(at + size + stray, $"something lies between {name} and the next file");
        }

        return bytes[..(int)size].ToArray();
    }

    private void CheckEnd(Stream archive, long at)
    {
        var rest = new byte[TarBlocks.Length + 1];
        var read = archive.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false);
        var stray = rest.AsSpan(0, read).IndexOfAnyExcept((byte)0);
        if (read != TarBlocks.Length || stray >= 0)
        {
            Fault(at + Math.Max(stray, 0), "the archive does not end as it must, with two empty blocks");
        }
    }

    private void Fault(long at, string what) => faulty(new BundleFault(Archive, null, at, what));
}
