using Center.Domain.Access;
using Center.Domain.Kernel;
using Xunit;
using static Center.Domain.Tests.Access.AccessGiven;

namespace Center.Domain.Tests.Access;

public sealed class GrantRoleTests
{
    private static readonly Grant Coordinator = Grant.Everywhere(Role.Coordinator);
    private static readonly RoleGranted Granted = new(Role.Coordinator, Scope.Centre, "somebody");
    private static readonly PersonId Person = new(Key.Value);

    [Fact]
    public void a_role_is_granted_once() =>
        Given().When(state => AccessDecider.Decide(new GrantRole(Coordinator, Manager), state)).Then(Granted);

    [Fact]
    public void a_role_is_revoked_once() =>
        Given(Granted)
            .When(state => AccessDecider.Decide(new RevokeRole(Coordinator, Manager), state))
            .Then(new RoleRevoked(Role.Coordinator, Scope.Centre, "somebody"));

    [Fact]
    public void revoking_what_is_not_held_writes_nothing() =>
        Given().When(state => AccessDecider.Decide(new RevokeRole(Coordinator, Manager), state)).ThenNothing();

    [Fact]
    public void nobody_grants_above_their_own_rank() =>
        Given()
            .When(state => AccessDecider.Decide(new GrantRole(Grant.Everywhere(Role.Admin), Manager), state))
            .ThenRefused("forbidden");

    [Fact]
    public void nobody_takes_a_role_above_their_own_rank() =>
        Given(new RoleGranted(Role.Admin, Scope.Centre, "x"))
            .When(state => AccessDecider.Decide(new RevokeRole(Grant.Everywhere(Role.Admin), Manager), state))
            .ThenRefused("forbidden");

    [Fact]
    public void an_identity_is_linked_to_a_person_once() =>
        Given()
            .When(state => AccessDecider.Decide(new LinkIdentity(Person, [Coordinator], Manager), state))
            .Then(new IdentityLinked(Person, "somebody"));

    [Fact]
    public void linking_is_no_way_around_ranks() =>
        Given()
            .When(state =>
                AccessDecider.Decide(new LinkIdentity(Person, [Grant.Everywhere(Role.Admin)], Manager), state)
            )
            .ThenRefused("forbidden");

    [Fact]
    public void an_identity_cannot_change_its_person() =>
        Given(new IdentityLinked(new PersonId(default), "x"))
            .When(state => AccessDecider.Decide(new LinkIdentity(Person, [], Manager), state))
            .ThenRefused("wrong-state");
}
