using System.Linq;
using Center.Api.Plumbing;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Plumbing;

public sealed class ProblemCatalogueTests
{
    [Fact]
    public void the_codes_and_their_statuses_are_what_was_approved()
    {
        var lines = ProblemCatalogue.All.Select(problem => $"{problem.Code} {problem.Status} {problem.Title}\n");

        Approved.ShouldHold("problems.txt", string.Concat(lines));
    }

    [Fact]
    public void every_entry_says_what_to_do()
    {
        foreach (var problem in ProblemCatalogue.All)
        {
            problem.Client.ShouldNotBeNullOrWhiteSpace(problem.Code);
            problem.Staff.ShouldNotBeNullOrWhiteSpace(problem.Code);
            problem.Operator.ShouldNotBeNullOrWhiteSpace(problem.Code);
            problem.Status.ShouldBeInRange(400, 599, problem.Code);
        }
    }
}
