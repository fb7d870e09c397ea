using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Access;
using Center.Api.Plumbing;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.EventStore;
using Center.Projections.People;

namespace Center.Api.People;

/// <summary>
/// Brings database and <see cref="ErasureFile"/> together at every start: what the file knows and the database does not
/// is erased again, for the database was brought back from a backup; what the database knows is written into the file,
/// for it was erased by a node with another home, or the power went between the commit and the file.
/// </summary>
/// <param name="file">What is kept outside the database.</param>
/// <param name="keys">Whose keys are destroyed in the database.</param>
/// <param name="works">Opens transactions.</param>
/// <param name="traces">Finds what is kept of a person.</param>
/// <param name="erasing">Erases.</param>
/// <param name="clock">Tells when this home learnt of an erasure.</param>
internal sealed class EraseAgain(
    ErasureFile file,
    DestroyedKeys keys,
    WorkFactory works,
    PersonalTraces traces,
    Erasing erasing,
    TimeProvider clock
) : IFirstStart
{
    /// <summary>After the schema and everything that a first start brings.</summary>
    public int Order => 960;

    public async Task RunAsync(CancellationToken stopping)
    {
        var destroyed = await keys.ReadAsync(stopping);
        var done = destroyed.Where(key => key.IsTold).Select(key => (key.Centre, key.Person)).ToHashSet();
        var untold = destroyed.Where(key => !key.IsTold).Select(key => (key.Centre, key.Person));
        var kept = (await file.ReadAsync(stopping)).Select(one => (one.Centre, one.Person));
        foreach (var (centre, person) in kept.Union(untold).Where(one => !done.Contains(one)))
        {
            await EraseAsync(centre, person, stopping);
        }

        await LearnAsync(destroyed, stopping);
    }

    /// <summary>Writes into the file what other nodes have erased.</summary>
    /// <param name="stopping">Gives up.</param>
    public async Task LearnAsync(CancellationToken stopping) =>
        await LearnAsync(await keys.ReadAsync(stopping), stopping);

    private Task LearnAsync(IReadOnlyList<DestroyedKey> destroyed, CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        return file.KeepAsync(destroyed.Select(key => new KeptErasure(key.Centre, key.Person, now)).ToList(), stopping);
    }

    private async Task EraseAsync(string centre, string person, CancellationToken stopping)
    {
        var found = await traces.FindAsync(centre, [person], stopping);
        var kinds = OwnRecords.Of(found).Select(records => records.Kind).ToValueList();
        var context = EventContext.System("erase-again", Guid.CreateVersion7().ToString());
        await using var work = await works.BeginAsync(centre, context, stopping);
        await work.LockCentreAsync();
        var command = new Command(work, Caller.Console(centre), null);
        var ask = new ErasePersonalData(kinds, ErasureReasons.RestoredBackup);
        if ((await erasing.RunAsync(command, [person], ask, context.Actor)).Refusal is not null)
        {
            // Who was registered after the backup has no stream any more; the key is marked all the same.
            await erasing.DestroyAsync(command, person);
        }

        await work.CommitAsync();
    }
}
