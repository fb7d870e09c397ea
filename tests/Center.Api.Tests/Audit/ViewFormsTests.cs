using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.People;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>A database whose rows were written by an earlier program.</summary>
public sealed class ViewFormsTests(TestPostgres postgres) : IAsyncLifetime
{
    private AuditDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await AuditDatabase.CreateAsync(postgres);
        (await ApplyAsync()).ShouldBeEmpty("nothing is told of an empty log");
        await _database.AppendAsync("person/ada", ReplayTests.Registered(AgeBand.Adult));
        await _database.AppendAsync("person/bo", ReplayTests.Registered(AgeBand.Senior));
        await _database.AppendAsync("booking/one", ReplayTests.Confirmed("studio"));
        await _database.FollowAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task rows_in_their_form_stay_as_they_are()
    {
        (await ApplyAsync()).ShouldBeEmpty();

        (await _database.CountAsync("select from center.mt_doc_person_row")).ShouldBe(2);
        (
            await _database.CountAsync("select from center.mt_event_progression where name like 'bookings:All%'")
        ).ShouldBe(1);
    }

    [Theory]
    [InlineData("people", "mt_doc_person_row")]
    [InlineData("bookings", "mt_doc_booking_sheet")]
    public async Task rows_of_an_earlier_form_are_told_again(string view, string table)
    {
        await _database.ExecuteAsync($"update center.{table} set data = jsonb_build_object('id', id)");
        await _database.ExecuteAsync($"update center.view_form set form = 'earlier' where view = '{view}'");
        (await _database.ReplayAsync(view)).DifferenceCount.ShouldBePositive();

        (await ApplyAsync()).ShouldBe([view]);
        await _database.FollowAsync();

        (await _database.ReplayAsync()).DifferenceCount.ShouldBe(0);
        (await ApplyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_database_from_before_forms_were_kept_tells_all_views_again()
    {
        await _database.ExecuteAsync("delete from center.view_form");
        await _database.ExecuteAsync("delete from center.mt_doc_person_row where id = 'ada'");

        (await ApplyAsync()).ShouldBe(CenterStore.Views.Select(view => view.Name));
        await _database.FollowAsync();

        (await _database.ReplayAsync()).DifferenceCount.ShouldBe(0);
    }

    [Fact]
    public void each_view_has_a_form_of_its_own() =>
        CenterStore.Views.Select(ViewForms.Of).Distinct().Count().ShouldBe(CenterStore.Views.Count);

    private async Task<IReadOnlyList<string>> ApplyAsync()
    {
        await using var connection = await _database.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        return await ViewForms.ApplyAsync(_database.Store, connection, TestContext.Current.CancellationToken);
    }
}
