using System;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Xunit;
using static Center.Domain.Tests.Access.AccessGiven;

namespace Center.Domain.Tests.Access;

public sealed class EndAccessTests
{
    private static readonly CredentialId _link = new(new Guid("0198c000-0000-7000-8000-000000000002"));

    [Fact]
    public void keys_links_and_roles_are_taken_whoever_gave_them() =>
        Given(
                KeyOf(Role.Admin),
                new SignInLinkIssued(_link, "cd", Now, ValueList.Of<Grant>([]), "x"),
                new RoleGranted(Role.Steward, Scope.Centre, "x")
            )
            .When(state => AccessDecider.Decide(new EndAccess("herself"), state))
            .Then(
                new KeyRevoked(Key, "herself"),
                new KeyRevoked(_link, "herself"),
                new RoleRevoked(Role.Steward, Scope.Centre, "herself")
            );

    [Fact]
    public void what_was_taken_before_is_not_taken_again() =>
        Given(
                KeyOf(Role.Steward),
                new KeyRevoked(Key, "x"),
                new RoleGranted(Role.Steward, Scope.Centre, "x"),
                new RoleRevoked(Role.Steward, Scope.Centre, "x")
            )
            .When(state => AccessDecider.Decide(new EndAccess("herself"), state))
            .ThenNothing();

    [Fact]
    public void who_has_nothing_loses_nothing() =>
        Given().When(state => AccessDecider.Decide(new EndAccess("herself"), state)).ThenNothing();
}
