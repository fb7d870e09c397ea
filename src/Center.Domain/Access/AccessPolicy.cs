using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using static Center.Domain.Access.Permission;
using static Center.Domain.Access.Role;

namespace Center.Domain.Access;

/// <summary>Who may do what: one line per permission. Scope and ownership narrow it further.</summary>
public static class AccessPolicy
{
    private static readonly ImmutableArray<Role> Everybody = [.. Enum.GetValues<Role>()];
    private static readonly ImmutableArray<Role> Management = [Manager, Admin];
    private static readonly ImmutableArray<Role> Desk = [Steward, Manager, Admin];
    private static readonly ImmutableArray<Role> Staff = [Steward, Coordinator, Manager, Admin];
    private static readonly ImmutableArray<Role> Volunteering = [Coordinator, Manager, Admin];
    private static readonly ImmutableArray<Role> Guests = [Resident, Volunteer, Organiser];

    private static readonly ImmutableDictionary<Permission, ImmutableArray<Role>> Table = new Dictionary<
        Permission,
        ImmutableArray<Role>
    >
    {
        [SeeSelf] = Everybody,
        [EraseSelf] = [.. Guests, .. Staff, Client, Auditor, District],
        [ManageKeys] = Management,
        [ManageGrants] = Management,
        [RegisterPeople] = [.. Staff, Client],
        [FindPeople] = Staff,
        [SeePeople] = [.. Staff, Client, Auditor],
        [SeePersonalData] = Staff,
        [LookUpPeople] = [.. Desk, Auditor],
        [ChangeDetails] = Desk,
        [MergePeople] = Desk,
        [GiveConsent] = [.. Guests, .. Staff],
        [RecordConsents] = Desk,
        [MakeSignInLinks] = Desk,
        [SeeFacilities] = Everybody,
        [EditFacilities] = Management,
        [SeePolicies] = Everybody,
        [EditPolicies] = Management,
        [SeeAvailability] = Everybody,
        [Book] = [.. Guests, .. Staff, Client],
        [BookForOthers] = [.. Staff, Client],
        [SeeOwnBookings] = [.. Guests, .. Staff, Client, Auditor],
        [SeeAllBookings] = [.. Staff, Auditor],
        [ActOnAllBookings] = Desk,
        [ApproveBookings] = Desk,
        [OverrideRules] = Staff,
        [CheckInOthers] = [.. Desk, Device],
        [RecordScans] = [.. Staff, Device],
        [SeeRolls] = [.. Staff, Auditor],
        [CountVisits] = [.. Staff, Device],
        [EnrolDevices] = Management,
        [ReportOwnService] = [Resident, Volunteer, .. Volunteering],
        [RecordService] = Volunteering,
        [CreditService] = Volunteering,
        [AdjustService] = Volunteering,
        [SeeOwnStatement] = [Resident, Volunteer, .. Volunteering, Auditor],
        [SeeAllStatements] = [.. Volunteering, Auditor],
        [SeeFigures] = [.. Staff, Organiser, District, Auditor, Device],
        [ReportFigures] = Staff,
        [SeeLive] = Everybody,
        [ReadEvents] = [.. Management, Auditor],
        [Replay] = [Auditor, Admin],
        [WriteFindings] = [Auditor, Admin],
        [SeeOperations] = Management,
    }.ToImmutableDictionary();

    /// <summary>Whether a role is allowed a thing somewhere.</summary>
    /// <param name="role">The role.</param>
    /// <param name="permission">The thing.</param>
    public static bool Allows(Role role, Permission permission) => Table[permission].Contains(role);

    /// <summary>Rank for handing out rights: administrators over managers over everybody else.</summary>
    /// <param name="role">The role.</param>
    public static int RankOf(Role role) =>
        role switch
        {
            Admin => 2,
            Manager => 1,
            _ => 0,
        };

    /// <summary>
    /// Whether the holder of some grants may hand out or take back a grant: never above their own rank, never outside
    /// their own scope.
    /// </summary>
    /// <param name="held">Grants of the one who hands out.</param>
    /// <param name="permission">What handing out is called: keys, roles or devices.</param>
    /// <param name="wanted">The grant handed out.</param>
    public static bool MayHandOut(IEnumerable<Grant> held, Permission permission, Grant wanted) =>
        held.Any(own =>
            Allows(own.Role, permission) && RankOf(own.Role) >= RankOf(wanted.Role) && own.Scope.Contains(wanted.Scope)
        );
}
