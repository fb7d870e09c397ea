using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Center.Projections.Audit.Bundles;

/// <summary>A file of a bundle.</summary>
/// <param name="Name">Name within the bundle.</param>
/// <param name="Content">Its bytes, until it is done with.</param>
internal sealed record BundleFile(string Name, ReadOnlyMemory<byte> Content) : IDisposable
{
    /// <summary>The memory that the bytes lie in when it is lent.</summary>
    public byte[]? Lent { get; init; }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (Lent is not null)
        {
            ArrayPool<byte>.Shared.Return(Lent);
        }
    }
}

/// <summary>Reads the files of a bundle one after another: out of the archive, or out of a folder that it was unpacked to.</summary>
/// <param name="faulty">Told what is wrong with the container.</param>
internal sealed class BundleFiles(Action<BundleFault> faulty)
{
    /// <summary>Most bytes of one file; 256 leaves never need as much.</summary>
    public const int Largest = 512 << 20;

    private const int LentAtFirst = 1 << 20;

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
            if (Read(archive, at, name, (int)size) is not { } file)
            {
                yield break;
            }

            at += size + TarBlocks.Padding(size);
            yield return file;
        }
    }

    private BundleFile? Read(Stream archive, long at, string name, int size)
    {
        var wanted = size + TarBlocks.Padding(size);
        var lent = ArrayPool<byte>.Shared.Rent(Math.Min(wanted, LentAtFirst));
        for (var length = 0; length < wanted; )
        {
            lent = length < lent.Length ? lent : Larger(lent, wanted);
            var read = archive.Read(lent, length, Math.Min(lent.Length, wanted) - length);
            if (read == 0)
            {
                Fault(at + length, $"the archive ends within {name}");
                return null;
            }

            length += read;
        }

        var stray = lent.AsSpan(size, wanted - size).IndexOfAnyExcept((byte)0);
        if (stray >= 0)
        {
            Fault(at + size + stray, $"something lies between {name} and the next file");
        }

        return new BundleFile(name, lent.AsMemory(0, size)) { Lent = lent };
    }

    // Only as much as is really there, whatever a header says.
    private static byte[] Larger(byte[] lent, int wanted)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(wanted, 2 * lent.Length));
        lent.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(lent);
        return larger;
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
