using System;
using System.Threading.Tasks;
using Center.Api.Tests.Audit;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.EventStore;

public sealed class WorkTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset _nine = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    private AuditDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await AuditDatabase.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task a_transaction_on_the_clock_of_the_database_does_not_move_on()
    {
        await using var work = await _database.BeginAsync();

        Should.Throw<InvalidOperationException>(() => work.MoveOn(work.Now.AddMinutes(1)));
    }

    [Fact]
    public async Task events_of_one_transaction_bear_the_instants_it_moved_on_to()
    {
        await using (var work = await ToldAsync())
        {
            work.Append("person/ada", 0, [Registered()]);
            work.MoveOn(_nine.AddHours(2));
            work.Append("person/bo", 0, [Registered()]);
            Should.Throw<InvalidOperationException>(() => work.MoveOn(_nine));
            await work.CommitAsync();
        }

        await using var session = _database.Store.QuerySession(AuditDatabase.Centre);
        var cancel = TestContext.Current.CancellationToken;
        (await session.Events.FetchStreamAsync("person/ada", token: cancel))[0].Timestamp.ShouldBe(_nine);
        (await session.Events.FetchStreamAsync("person/bo", token: cancel))[0].Timestamp.ShouldBe(_nine.AddHours(2));
    }

    [Fact]
    public async Task what_a_transaction_has_appended_it_reads_and_goes_on_from()
    {
        await _database.AppendAsync("person/ada", Registered());
        await using (var work = await ToldAsync())
        {
            var first = await work.FoldAsync("person/ada", 0, (count, _) => count + 1);
            work.Append("person/ada", first.Version, [new PersonalDataErased()]);
            var then = await work.FoldAsync("person/ada", 0, (count, _) => count + 1);
            then.ShouldBe(new Folded<int>(2, 2));
            work.Append("person/ada", then.Version, [Registered()]);
            await work.CommitAsync();
        }

        await using var after = await _database.BeginAsync();
        (await after.FoldAsync("person/ada", 0, (count, _) => count + 1)).ShouldBe(new Folded<int>(3, 3));
    }

    private static PersonRegistered Registered() => new(AgeBand.Adult, null, ValueList.Of<PersonId>([]), []);

    private Task<Work> ToldAsync() =>
        new WorkFactory(_database.Store, new SettableClock(_nine)).BeginAsync(
            AuditDatabase.Centre,
            EventContext.System("test", "request"),
            TestContext.Current.CancellationToken
        );
}
