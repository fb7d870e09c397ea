using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Bookings;
using Center.Domain.People;
using Center.Projections.Audit;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>A log of eight events, and a replay of it in pages of three that is stopped and gone on with.</summary>
internal sealed class StoppedReplay : IAsyncDisposable
{
    private StoppedReplay(AuditDatabase database) => Database = database;

    public AuditDatabase Database { get; }

    public ReplayRequest Request { get; } =
        new(Guid.CreateVersion7(), AuditDatabase.Centre, Replay.AllViews, null, IsResumable: true);

    /// <summary>What was told while it went on.</summary>
    public List<ReplayProgress> Seen { get; } = [];

    public string Schema => $"center_replay_{Request.Run:N}";

    public Replay Replay => new(Database.Source) { PageSize = 3, RowsOfUnit = 0 };

    private static CancellationToken Stopping => TestContext.Current.CancellationToken;

    public static async Task<StoppedReplay> CreateAsync(TestPostgres postgres)
    {
        var replay = new StoppedReplay(await AuditDatabase.CreateAsync(postgres));
        var database = replay.Database;
        await database.AppendAsync("person/ada", ReplayTests.Registered(AgeBand.Adult));
        await database.AppendAsync("person/bo", ReplayTests.Registered(AgeBand.Senior));
        await database.AppendAsync("person/cy", ReplayTests.Registered(AgeBand.Senior));
        await database.AppendAsync("booking/one", ReplayTests.Confirmed("studio"));
        await database.AppendAsync("booking/two", ReplayTests.Confirmed("hall"));
        await database.AppendAsync("person/di", ReplayTests.Registered(AgeBand.Adult));
        await database.AppendAsync("booking/two", new BookingCancelled("ill", CancelledBy.Booker, 60));
        await database.AppendAsync("booking/one", new BookingCancelled("ill", CancelledBy.Booker, 60));
        await database.FollowAsync();
        await using var work = await database.BeginAsync();
        ReplayRuns.Add(work, new ReplayRun(replay.Request.Run, AuditDatabase.Centre, "all", null, "x", work.Now));
        await work.CommitAsync();
        return replay;
    }

    /// <summary>Runs it, or goes on with it, until a page is written.</summary>
    /// <param name="at">Last position of that page.</param>
    /// <param name="request">Null for <see cref="Request"/>.</param>
    public async Task StopAsync(long at, ReplayRequest? request = null)
    {
        using var giveUp = new CancellationTokenSource();
        var replay = Replay.RunAsync(
            request ?? Request,
            progress => _ = progress.Position < at || giveUp.CancelAsync().IsCompleted,
            giveUp.Token
        );
        await Should.ThrowAsync<OperationCanceledException>(replay);
    }

    /// <summary>Runs it, or goes on with it, to its end.</summary>
    public Task<ReplayReport> GoOnAsync() => Replay.RunAsync(Request, Seen.Add, Stopping);

    /// <summary>Goes on until a statement in the schema fails, as it does when the database goes away at that moment.</summary>
    /// <param name="statement">For a trigger; <c>{0}</c> stands for the schema.</param>
    /// <param name="when">A condition in SQL.</param>
    public async Task FailAtAsync(string statement, string when)
    {
        await ExecuteAsync(
            $$"""
            create function {0}.fail() returns trigger language plpgsql as $$ begin
              if {{when}} then raise 'a cable was cut'; end if;
              return new;
            end $$;
            create trigger fail before {{statement}} for each row execute function {0}.fail();
            """
        );
        await Should.ThrowAsync<Exception>(GoOnAsync());
        await ExecuteAsync("drop function {0}.fail cascade");
        Seen.Clear();
    }

    /// <summary>Runs SQL in which <c>{0}</c> stands for the schema.</summary>
    public Task ExecuteAsync(string sql) => Database.ExecuteAsync(sql.Replace("{0}", Schema, StringComparison.Ordinal));

    /// <summary>Where it stands, as its schema says.</summary>
    public async Task<long> PositionAsync()
    {
        await using var command = Database.Source.CreateCommand(
            $"select (stand->>'position')::bigint from {Schema}.replay_stand"
        );
        return (long)(await command.ExecuteScalarAsync(Stopping))!;
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
