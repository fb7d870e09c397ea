using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Facilities;
using Center.Api.Tests.Infrastructure;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>One request of a batch cannot be written, however often it is tried.</summary>
public sealed class PoisonedBatchTests(EditedCentre centre) : IClassFixture<EditedCentre>
{
    private const int Others = 63;

    private const string Poison = """
        create function public.poison() returns trigger language plpgsql as $$
            begin
                if new.data->'terms'->>'people' = '13' then raise exception 'poison' using errcode = TG_ARGV[0]; end if;
                return new;
            end $$;
        create trigger poison before insert on center.mt_events for each row execute function public.poison('{0}');
        """;

    [Theory]
    [InlineData("P0001", 500, "internal")]
    [InlineData("53200", 503, "overloaded")]
    public async Task in_a_batch_of_64_it_harms_nobody_else(string state, int status, string code)
    {
        var people = await Task.WhenAll(Enumerable.Range(0, Others + 1).Select(_ => centre.Guests.ResidentAsync()));
        await using var source = NpgsqlDataSource.Create(centre.Center.ConnectionString);
        await RunAsync(source, "drop function if exists public.poison cascade");
        await RunAsync(source, Poison.Replace("{0}", state, System.StringComparison.Ordinal));
        Answer[] answers;
        await using (var first = await source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            // While somebody else has the lock, one batch of one waits for it, and the next grows.
            await using var held = await first.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await AdmissionLock.TakeAsync(first);
            var sent = people.Select((one, i) => one.Client.PostAsync("/bookings", Wish(i))).ToList();
            await Task.Delay(1000, TestContext.Current.CancellationToken);
            await held.CommitAsync(TestContext.Current.CancellationToken);
            answers = await Task.WhenAll(sent);
        }

        await RunAsync(source, "drop function public.poison cascade");
        answers[Others / 2].ShouldBeProblem(status, code);
        answers.Where((_, i) => i != Others / 2).Count(answer => answer.Status == 201).ShouldBe(Others);
        foreach (var answer in answers.Where(answer => answer.Status == 201))
        {
            await centre.CancelAsync(answer.Text("id"));
        }
    }

    // The one in the middle is the one that cannot be written.
    private static object Wish(int i) =>
        i == Others / 2
            ? EditedCentre.Wish("english-corner", "2026-11-28", "15:00", "16:00", 13)
            : EditedCentre.Wish(
                i % 2 == 0 ? "reading-room" : "elders-activity-room",
                "2026-11-26",
                $"{14 + i % 4}:00",
                $"{15 + i % 4}:00",
                1
            );

    // Locked from the top, as readers do: the views that follow the log would otherwise be waited for in a circle.
    private static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        var stopping = TestContext.Current.CancellationToken;
        await using var connection = await source.OpenConnectionAsync(stopping);
        await using var all = await connection.BeginTransactionAsync(stopping);
        await using var command = connection.CreateCommand();
        command.CommandText = $"lock table center.mt_events in access exclusive mode; {sql}";
        await command.ExecuteNonQueryAsync(stopping);
        await all.CommitAsync(stopping);
    }
}
