using Center.Domain.Access;
using Center.Domain.Kernel;
using Shouldly;
using Xunit;
using static Center.Domain.Tests.Access.AccessGiven;

namespace Center.Domain.Tests.Access;

public sealed class RevokeKeyTests
{
    [Fact]
    public void a_key_is_revoked_once() =>
        Given(KeyOf(Role.Steward))
            .When(state => AccessDecider.Decide(new RevokeKey(Key, Manager), state))
            .Then(new KeyRevoked(Key, "somebody"));

    [Fact]
    public void an_unknown_key_is_not_found() =>
        Given().When(state => AccessDecider.Decide(new RevokeKey(Key, Admin), state)).ThenRefused("not-found");

    [Fact]
    public void a_manager_cannot_revoke_an_administrator_key() =>
        Given(KeyOf(Role.Admin))
            .When(state => AccessDecider.Decide(new RevokeKey(Key, Manager), state))
            .ThenRefused("forbidden");

    [Fact]
    public void what_a_sign_in_link_opened_is_revoked_too() =>
        Given(new SignInLinkIssued(Key, "ab", Now, ValueList.Of<Grant>([]), "x"), new SignInLinkUsed(Key))
            .When(state => AccessDecider.Decide(new RevokeKey(Key, Admin), state))
            .Then(new KeyRevoked(Key, "somebody"));

    [Fact]
    public void a_revoked_key_stays_known_as_revoked() =>
        Given(KeyOf(Role.Steward), new KeyRevoked(Key, "x")).State.Key(Key)!.Revoked.ShouldBeTrue();
}
