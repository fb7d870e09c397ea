using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Kernel;
using Center.Domain.People;
using Center.Projections.People;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.People;

/// <summary>Who is suspended, by the events alone.</summary>
public sealed class SuspensionsViewTests(TestPostgres postgres)
{
    private static readonly SuspensionsView _view = new();

    [Fact]
    public async Task the_list_holds_what_stands_and_a_replay_gives_the_same()
    {
        await using var lab = await ViewLab.StartAsync(postgres);
        var (first, until) = (lab.Now, lab.Now.AddDays(30));
        await lab.AppendAsync("person/lifted", new SuspensionImposed([], until), new SuspensionLifted("goodwill"));
        await lab.AppendAsync("person/stands", new SuspensionImposed([], until));
        await lab.AppendAsync("person/short", new SuspensionImposed([], lab.Now.AddDays(1)));
        await lab.AppendAsync(
            "person/merged",
            new SuspensionImposed([], until),
            new PersonMerged(new PersonId(Guid.NewGuid()))
        );
        await lab.FollowAsync(_view);
        lab.Now = first.AddDays(40);
        await lab.AppendAsync("person/lifted", new SuspensionImposed([], lab.Now.AddDays(30)));
        await lab.FollowAsync(_view);

        var suspensions = new Suspensions(lab.Source);
        var then = await suspensions.StandingAsync(ViewLab.Centre, first, 9, TestContext.Current.CancellationToken);
        then.Select(row => row.Id).ShouldBe(["short", "stands", "lifted"]);
        then[1].ShouldBe(new SuspensionRow("stands", first, until));
        var now = await suspensions.StandingAsync(ViewLab.Centre, lab.Now, 9, TestContext.Current.CancellationToken);
        now.ShouldHaveSingleItem().ShouldBe(new SuspensionRow("lifted", lab.Now, lab.Now.AddDays(30)));
        var last = await suspensions.StandingAsync(ViewLab.Centre, until, 9, TestContext.Current.CancellationToken);
        last.Select(row => row.Id).ShouldBe(["lifted"], "the end is exclusive");
        (await lab.DifferencesOfReplayAsync(_view)).ShouldBeEmpty();
    }
}
