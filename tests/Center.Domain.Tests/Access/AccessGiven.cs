using System;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Center.Domain.Tests.Kernel;

namespace Center.Domain.Tests.Access;

internal static class AccessGiven
{
    public static readonly CredentialId Key = new(new Guid("0198c000-0000-7000-8000-000000000001"));
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly Issuer Admin = By(Role.Admin);
    public static readonly Issuer Manager = By(Role.Manager);

    public static Issuer By(Role role, Scope scope = default) => new("somebody", [new Grant(role, scope)]);

    public static Scenario.Given<SubjectAccess> Given(params object[] events) =>
        Scenario.Of(AccessDecider.Initial, AccessDecider.Evolve, events);

    public static KeyIssued KeyOf(Role role) => new(Key, role, Scope.Centre, "ab", "somebody");
}
