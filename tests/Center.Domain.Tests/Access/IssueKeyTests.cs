using Center.Domain.Access;
using Xunit;
using static Center.Domain.Tests.Access.AccessGiven;

namespace Center.Domain.Tests.Access;

public sealed class IssueKeyTests
{
    private static IssueKey Wanted(Issuer by, Role role, Scope scope = default) =>
        new(Key, new Grant(role, scope), "ab", by);

    [Fact]
    public void a_manager_issues_a_steward_key() =>
        Given()
            .When(state => AccessDecider.Decide(Wanted(Manager, Role.Steward), state))
            .Then(new KeyIssued(Key, Role.Steward, Scope.Centre, "ab", "somebody"));

    [Fact]
    public void a_manager_issues_another_manager_key() =>
        Given()
            .When(state => AccessDecider.Decide(Wanted(Manager, Role.Manager), state))
            .Then(new KeyIssued(Key, Role.Manager, Scope.Centre, "ab", "somebody"));

    [Fact]
    public void a_manager_cannot_issue_an_administrator_key() =>
        Given().When(state => AccessDecider.Decide(Wanted(Manager, Role.Admin), state)).ThenRefused("forbidden");

    [Fact]
    public void a_steward_cannot_issue_any_key() =>
        Given()
            .When(state => AccessDecider.Decide(Wanted(By(Role.Steward), Role.Resident), state))
            .ThenRefused("forbidden");

    [Fact]
    public void a_manager_of_a_site_cannot_issue_for_the_centre() =>
        Given()
            .When(state =>
                AccessDecider.Decide(Wanted(By(Role.Manager, Scope.OfSite("main")), Role.Steward, Scope.Centre), state)
            )
            .ThenRefused("forbidden");

    [Fact]
    public void a_manager_of_a_site_issues_for_that_site() =>
        Given()
            .When(state =>
                AccessDecider.Decide(
                    Wanted(By(Role.Manager, Scope.OfSite("main")), Role.Steward, Scope.OfSite("main")),
                    state
                )
            )
            .Then(new KeyIssued(Key, Role.Steward, Scope.OfSite("main"), "ab", "somebody"));

    [Fact]
    public void the_same_key_with_other_rights_is_refused() =>
        Given(KeyOf(Role.Resident))
            .When(state => AccessDecider.Decide(Wanted(Admin, Role.Admin), state))
            .ThenRefused("wrong-state");
}
