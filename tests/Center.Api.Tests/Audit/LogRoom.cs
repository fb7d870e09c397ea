using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Audit;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Audit;
using Center.Domain.People;
using Center.Projections.Audit.Sealing;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>A database with events and, somewhere else, a key: what a sequencer works between.</summary>
/// <param name="database">The database.</param>
/// <param name="home">Folder of the key.</param>
internal sealed class LogRoom(AuditDatabase database, ScratchHome home) : IAsyncDisposable
{
    public const string Centre = AuditDatabase.Centre;

    public AuditDatabase Database { get; } = database;

    public string Folder { get; } = home.Open().Folder;

    public LogKey Key { get; } = KeyIn(home.Open().Folder);

    public LogTree Tree { get; } = new(database.Source);

    public SealedLeaves Leaves { get; } = new(database.Source);

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public static async Task<LogRoom> CreateAsync(TestPostgres postgres) =>
        new(await AuditDatabase.CreateAsync(postgres), new ScratchHome("log"));

    /// <summary>The key that lies in a folder; made when there is none.</summary>
    public static LogKey KeyIn(string folder) =>
        new(
            new LogSettings
            {
                KeyPath = Path.Combine(folder, "log-key"),
                Origin = "example.com/log",
                Pace = TimeSpan.FromSeconds(1),
            }
        );

    /// <summary>Appends events, each in a transaction of its own.</summary>
    public async Task AppendAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Database.AppendAsync($"person/{Guid.NewGuid()}", ReplayTests.Registered(AgeBand.Adult));
        }
    }

    /// <summary>Appends many events at once.</summary>
    public Task AppendAtOnceAsync(int count)
    {
        var events = new object[count];
        Array.Fill(events, ReplayTests.Registered(AgeBand.Adult));
        return Database.AppendAsync($"person/{Guid.NewGuid()}", events);
    }

    /// <summary>Draws a position and gives it up, as a transaction does that is rolled back.</summary>
    public Task GiveUpPositionAsync() => Database.ExecuteAsync($"select nextval('{Sequence}')");

    /// <summary>Writes an event past the service, at a position that was given up; it commits to nothing.</summary>
    public Task ForgeAsync(long position) =>
        Database.ExecuteAsync(
            $"""
            create temp table forged as select * from center.mt_events where seq_id = (select max(seq_id) from center.mt_events);
            update forged set seq_id = {position}, id = gen_random_uuid(), version = 2, headers = headers - 'commitment';
            insert into center.mt_events select * from forged;
            drop table forged
            """
        );

    /// <summary>SQL that takes an ordinary leaf out of its row and leaves those beside it, in two rows, as they were.</summary>
    public static string WithoutLeaf(int leaf) =>
        $"""
            insert into center.log_stretch
            select centre, {leaf} + 1, position + {leaf} + 1 - leaf, events[{leaf} + 2 - leaf :],
              substring(commitments from 32 * ({leaf} + 1 - leaf)::int + 1)
            from center.log_stretch where leaf <= {leaf} and leaf + cardinality(events) > {leaf} + 1;
            delete from center.log_stretch where leaf = {leaf};
            update center.log_stretch set events = events[: {leaf} - leaf],
              commitments = substring(commitments for 32 * ({leaf} - leaf)::int)
            where leaf < {leaf} and leaf + cardinality(events) > {leaf}
            """;

    /// <summary>Ordinary leaves in rows of their own, as they were stored before there was a table of stretches.</summary>
    public Task StoreAsBeforeAsync() =>
        Database.ExecuteAsync(
            """
            insert into center.log_leaf (centre, leaf, kind, position, event, commitment)
            select centre, leaf + n - 1, 'event', position + n - 1, id, substring(commitments from 32 * (n - 1)::int + 1 for 32)
            from center.log_stretch, unnest(events) with ordinality as event (id, n);
            delete from center.log_stretch
            """
        );

    public const string Sequence = $"center.mt_events_sequence_{Centre}";

    /// <summary>One turn of a sequencer that was just started.</summary>
    public Task<SealingTurn> TurnAsync(ILogKeySide? key = null) =>
        new LogSequencer(Database.Source, key ?? Key).RunAsync(Centre, Stopping);

    /// <summary>A turn that ends with everything published.</summary>
    public async Task<Checkpoint> PublishAsync()
    {
        (await TurnAsync()).Outcome.ShouldBe(SealingOutcome.Published);
        return Read((await Tree.NewestAsync(Centre, Stopping)).ShouldNotBeNull().Note);
    }

    /// <summary>Reads a note that the room's key must have signed, in the eyes of two implementations.</summary>
    public Checkpoint Read(string note)
    {
        SignedNote.TryRead(note, out var signed).ShouldBeTrue();
        Checkpoint.TryRead(signed.Text, out var checkpoint).ShouldBeTrue();
        var key = new VerifierKey(checkpoint.Origin, Key.PublicKey.Span);
        signed.IsSignedBy(key, Key.Verify).ShouldBeTrue();
        signed.IsSignedBy(key, SecondOpinion).ShouldBeTrue();
        return checkpoint;
    }

    public static bool SecondOpinion(
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> message,
        ReadOnlySpan<byte> signature
    ) =>
        signature.Length == Ed25519.SignatureSize
        && Ed25519.Verify(signature.ToArray(), 0, publicKey.ToArray(), 0, message.ToArray(), 0, message.Length);

    public Task<LogCheckReport> CheckAsync() =>
        new LogCheck(Database.Source).RunAsync(Centre, Key.Verify, Stopping, Key);

    public async Task<LogState> StateAsync()
    {
        await using var connection = await Database.Source.OpenConnectionAsync(Stopping);
        return (await LogState.ReadAsync(connection, Centre, false, Stopping)).ShouldNotBeNull();
    }

    /// <summary>The same key with the database as a backup brings it back.</summary>
    public async Task<LogRoom> BackUpAsync(TestPostgres postgres) => new(await Database.CopyAsync(postgres), home);

    public Task<OpenedEpoch> OpenEpochAsync(EpochReason reason, ILogKeySide? key = null) =>
        new LogEpochs(Database.Works, key ?? Key).OpenAsync(Centre, reason, Stopping);

    public async ValueTask DisposeAsync()
    {
        Key.Dispose();
        await Database.DisposeAsync();
        if (Directory.Exists(Folder))
        {
            home.Dispose();
        }
    }
}
