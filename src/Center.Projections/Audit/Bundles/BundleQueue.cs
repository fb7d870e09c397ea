using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace Center.Projections.Audit.Bundles;

/// <summary>A file of a bundle whose turn has not come.</summary>
/// <param name="File">The file.</param>
/// <param name="OnTheWay">What was wrong with the container before it.</param>
internal sealed record WaitingFile(BundleFile File, List<BundleFault> OnTheWay)
{
    /// <summary>What was read of it ahead; null for all but leaves.</summary>
    public BundleLeafFile? Read { get; init; }
}

/// <summary>
/// Files of leaves between the archive and the judgement: read at the same time, judged in their order. Never more than a
/// few wait, and none behind one that is very large.
/// </summary>
/// <param name="judge">Judges the file whose turn it is.</param>
internal sealed class BundleQueue(Func<WaitingFile, Task> judge)
{
    private const long MostBytes = 4 << 20;

    private static readonly int _mostFiles = 2 * Environment.ProcessorCount;

    private readonly Queue<(WaitingFile File, Task<BundleLeafFile> Reading)> _waiting = [];
    private long _bytes;

    /// <summary>Adds a file of leaves behind the others, and judges those in front that leave too little room.</summary>
    /// <param name="file">The file.</param>
    /// <param name="head">What the bundle covers.</param>
    public async Task AddAsync(WaitingFile file, BundleHead head)
    {
        _waiting.Enqueue((file, Task.Run(() => BundleLeafFile.Read(file.File.Content, head))));
        _bytes += file.File.Content.Length;
        while (_waiting.Count > _mostFiles || _bytes > MostBytes)
        {
            await JudgeNextAsync();
        }
    }

    /// <summary>Judges all that wait.</summary>
    public async Task EmptyAsync()
    {
        while (_waiting.Count > 0)
        {
            await JudgeNextAsync();
        }
    }

    private async Task JudgeNextAsync()
    {
        var (file, reading) = _waiting.Dequeue();
        _bytes -= file.File.Content.Length;
        await judge(file with { Read = await reading });
    }
}
