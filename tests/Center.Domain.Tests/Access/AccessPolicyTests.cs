using System;
using System.Linq;
using Center.Domain.Access;
using CsCheck;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Access;

public sealed class AccessPolicyTests
{
    private static readonly Scope[] Scopes =
    [
        Scope.Centre,
        Scope.OfSite("main"),
        Scope.OfSite("other"),
        Scope.OfOrganisation("school"),
    ];

    private static readonly Gen<Scope> AnyScope = Gen.Int[0, Scopes.Length - 1].Select(i => Scopes[i]);

    private static readonly Gen<Grant> AnyGrant = Gen.Select(Gen.Enum<Role>(), AnyScope, (r, s) => new Grant(r, s));

    [Fact]
    public void every_permission_is_given_to_somebody() =>
        Enum.GetValues<Permission>()
            .ShouldAllBe(permission => Enum.GetValues<Role>().Any(role => AccessPolicy.Allows(role, permission)));

    [Fact]
    public void an_auditor_sees_no_personal_data() =>
        AccessPolicy.Allows(Role.Auditor, Permission.SeePersonalData).ShouldBeFalse();

    [Theory]
    [InlineData(Permission.SeeOwnBookings, Permission.SeeAllBookings)]
    [InlineData(Permission.SeeOwnStatement, Permission.SeeAllStatements)]
    [InlineData(Permission.Book, Permission.BookForOthers)]
    public void whoever_may_do_it_with_everybodys_passes_the_gate_of_ones_own(Permission own, Permission all) =>
        Enum.GetValues<Role>()
            .Where(role => AccessPolicy.Allows(role, all))
            .ShouldAllBe(role => AccessPolicy.Allows(role, own));

    [Fact]
    public void handing_out_never_raises_anybody() =>
        Gen.Select(AnyGrant, AnyGrant)
            .Sample(
                (held, wanted) =>
                    !AccessPolicy.MayHandOut([held], Permission.ManageGrants, wanted)
                    || (
                        AccessPolicy.RankOf(wanted.Role) <= AccessPolicy.RankOf(held.Role)
                        && held.Scope.Contains(wanted.Scope)
                    )
            );

    [Theory]
    [InlineData("centre")]
    [InlineData("site:main")]
    [InlineData("organisation:lvcheng-social-work-station")]
    public void a_scope_reads_back_as_written(string text)
    {
        Scope.TryParse(text, out var scope).ShouldBeTrue();
        scope.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Centre")]
    [InlineData("site:")]
    [InlineData("site:Main Hall")]
    [InlineData("team:one")]
    public void anything_else_is_no_scope(string? text) => Scope.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void a_site_covers_what_is_at_the_site_and_nothing_that_has_no_place()
    {
        Scope.OfSite("main").Covers("main", null).ShouldBeTrue();
        Scope.OfSite("main").Covers("other", null).ShouldBeFalse();
        Scope.OfSite("main").Covers(null, null).ShouldBeFalse();
        Scope.Centre.Covers(null, null).ShouldBeTrue();
        Scope.OfOrganisation("school").Covers("main", "school").ShouldBeTrue();
    }
}
