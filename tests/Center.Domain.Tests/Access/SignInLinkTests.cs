using System;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Xunit;
using static Center.Domain.Tests.Access.AccessGiven;

namespace Center.Domain.Tests.Access;

public sealed class SignInLinkTests
{
    private static readonly RoleGranted ManagerToo = new(Role.Manager, Scope.Centre, "x");
    private static readonly SignInLinkIssued Issued = Link([]);

    private static SignInLinkIssued Link(ValueList<Grant> grants) =>
        new(Key, "ab", Now + AccessDecider.LinkLife, grants, "somebody");

    private static UseSignInLink UsedAt(TimeSpan after) => new(Key, Now + after);

    [Fact]
    public void a_link_made_by_a_steward_carries_no_role() =>
        Given(ManagerToo)
            .When(state => AccessDecider.Decide(new MakeSignInLink(Key, "ab", Now, By(Role.Steward)), state))
            .Then(Issued);

    [Fact]
    public void a_link_made_by_a_manager_carries_the_roles_that_a_manager_could_grant() =>
        Given(ManagerToo, new RoleGranted(Role.Admin, Scope.Centre, "x"))
            .When(state => AccessDecider.Decide(new MakeSignInLink(Key, "ab", Now, Manager), state))
            .Then(Link([Grant.Everywhere(Role.Manager)]));

    [Fact]
    public void a_link_is_used_once() =>
        Given(Issued)
            .When(state => AccessDecider.Decide(UsedAt(TimeSpan.FromMinutes(14)), state))
            .Then(new SignInLinkUsed(Key));

    [Fact]
    public void a_used_link_opens_nothing() =>
        Given(Issued, new SignInLinkUsed(Key))
            .When(state => AccessDecider.Decide(UsedAt(TimeSpan.Zero), state))
            .ThenRefused("wrong-state");

    [Fact]
    public void a_link_opens_nothing_from_its_end_on() =>
        Given(Issued).When(state => AccessDecider.Decide(UsedAt(AccessDecider.LinkLife), state)).ThenRefused("lapsed");

    [Fact]
    public void a_link_taken_back_opens_nothing() =>
        Given(Issued, new KeyRevoked(Key, "x"))
            .When(state => AccessDecider.Decide(UsedAt(TimeSpan.Zero), state))
            .ThenRefused("wrong-state");

    [Fact]
    public void an_unknown_link_is_not_found() =>
        Given().When(state => AccessDecider.Decide(UsedAt(TimeSpan.Zero), state)).ThenRefused("not-found");
}
